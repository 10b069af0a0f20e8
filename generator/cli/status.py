"""`aboveboard status`: what is due, and what is late."""

import sys
from pathlib import Path

import click

from generator import __version__
from generator.adapters import signing
from generator.adapters.built_site import read_served
from generator.adapters.kept_results import own_results
from generator.adapters.web_site import WebSite
from generator.cli.judging import judge, time_of
from generator.cli.output import say, write
from generator.errors import EnvironmentFailedError
from generator.model.config import SigningKey
from generator.model.fetch_result import FetchResult, TimeUpError
from generator.obligations import report
from generator.obligations.model import Signed
from generator.pipeline import reporting
from generator.seals.integrity_list import LIST, LIST_LIMIT, NAMESPACE, SIGNATURE, SMALL_LIMIT, fingerprint, read
from generator.seals.listed_files import UnreadableError

#: How long the published site may take to answer, in seconds.
_PATIENCE = 20.0


def run(form: str, root: Path, now: str | None, *, published: bool) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    checked = judge(root, when, kept=own_results()).checked
    config = checked.content.config.config
    keys = config.signing.keys if config else ()
    signed = _signature(config.site.url if published else root / "site", keys) if config and keys else None
    obligations = reporting.obligations(checked, when, signed)
    if form == "json":
        said = report.json(obligations)
    elif form == "markdown":
        said = report.markdown(obligations)
    else:
        said = report.plain(obligations, colours=sys.stdout.isatty())
    write(said)
    raise click.exceptions.Exit(1 if obligations.late else 0)


def _signature(where: str | Path, keys: tuple[SigningKey, ...]) -> Signed | None:
    """Return the signature of the list in a folder, or at an address; None where there is no list, or it cannot be read."""
    if isinstance(where, Path):
        signature, got = read_served(where, SIGNATURE, SMALL_LIMIT), read_served(where, LIST, LIST_LIMIT)
        if signature.data is None:
            # It is signed where it is published.
            return None
    else:
        site = WebSite(where, f"aboveboard/{__version__}", _PATIENCE)
        try:
            got, signature = site.get(LIST, LIST_LIMIT), site.get(SIGNATURE, SMALL_LIMIT)
        except TimeUpError:
            got = signature = FetchResult(None, "did not answer in time", away=True)
        finally:
            site.close()
        for name, one in ((LIST, got), (SIGNATURE, signature)):
            if one.data is None and (name == LIST or one.away):
                say(f"{where}{name} {one.why}, so it is not known until when its signature is valid", err=True, lead="note")
                return None
    if got.data is None:
        return None
    try:
        if signature.data is None or signing.signer(got.data, signature.data, NAMESPACE) not in map(fingerprint, keys):
            return Signed(ours=False)
        return Signed(until=read(got.data).valid_until)
    except UnreadableError as error:
        say(f"{where}: {LIST} is not what a build writes: {error}", err=True, lead="warning")
    except EnvironmentFailedError as error:
        say(f"the signature was not checked: {error.message}; {error.help}", err=True, lead="note")
    return None
