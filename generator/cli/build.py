"""`aboveboard build`: validates the site, then writes it in one step."""

import contextlib
import gc
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from generator.adapters import builder, signing
from generator.adapters import workers as sharing
from generator.adapters.built_site import read_served
from generator.adapters.compiled_templates import keep_compiled, read_compiled
from generator.adapters.kept_results import own_results
from generator.adapters.site_files import read_attachments
from generator.adapters.spool import Spool
from generator.adapters.theme_files import read_theme
from generator.cli.judging import JudgedSite, code_of, judge, refuse_drill, report, say_unseen, time_of
from generator.cli.options import form_of
from generator.cli.output import say, write
from generator.cli.progress import Progress
from generator.errors import UsageError
from generator.format.language_tags import direction
from generator.model.config import SigningKey
from generator.model.kept import NothingKept
from generator.pipeline import building, publishing, unpublished
from generator.render.pages import PagesMade, other_languages
from generator.render.pictures import joins_letters
from generator.render.site import Site
from generator.render.templating import COMPILED_BY, compiled_before
from generator.report.times import moment_words
from generator.seals.integrity_list import LIST, NAMESPACE, allowed_signers

#: Larger than any feed of the product, in bytes.
_FEED_LIMIT = 1 << 26
#: From how many incidents on whose pages are not kept, several processes make them: for fewer, starting them takes longer.
_SHARED = 100
#: How many tasks a worker that makes pages does before another one takes its place: what is found out of an incident stays in it.
_EACH = 20


def run(
    out: Path | None,
    key: Path | None,
    zipped: Path | None,
    example: str | None,
    root: Path,
    now: str | None,
    form: str | None,
    *,
    unsigned: bool,
    sign_later: bool,
    workers: int | None = None,
    no_cache: bool = False,
) -> None:
    """Run the command; its help describes it."""
    if example is not None and now is not None:
        raise click.UsageError("Give --as-of or --now, not both.")
    if sum((key is not None, unsigned, sign_later)) > 1:
        raise click.UsageError("Give one of --sign, --sign-later and --unsigned.")
    when = time_of(now if example is None else example, root, "--now" if example is None else "--as-of")
    out = out or root / "site"
    _refuse_inside(out, root)
    if zipped == Path():
        zipped = out.parent / f"{out.resolve().name}.zip"
    if zipped is not None:
        _refuse_zip_inside(zipped, out, root)
    progress = Progress()
    if no_cache:
        gc.enable()
    kept = None if no_cache else own_results()
    with contextlib.ExitStack() as opened:
        by = workers or sharing.processors()
        store = (lambda: opened.enter_context(Spool())) if by > 1 else None
        judged = judge(root, when, kept=kept, whole=True, workers=workers, store=store)
        say_unseen(judged, form_of(form))
        refuse_drill(judged, "built")
        diagnostics = judged.checked.diagnostics
        seen, unsaid = _of_what_is_published(judged, unpublished.unseen(judged.checked, when))
        if seen.checked.diagnostics:
            write(report(seen, form_of(form), colours=sys.stdout.isatty()))
        if code := code_of(judged, diagnostics):
            say("The site was not built; the previous one is unchanged.", err=True)
            raise click.exceptions.Exit(code)
        site = publishing.publish(
            judged.checked,
            when,
            stands_still=example is not None,
            share=partial(sharing.share, workers=by, here=1) if by > 1 else None,
        )
        site = publishing.with_attachments(site, read_attachments(root, publishing.attachments(site)))
        named = site.config.signing.keys
        if key is None and named and not unsigned and not sign_later:
            raise UsageError(
                "site_config.yml names the key that signs this site, but no key was given",
                "sign with `aboveboard build --sign KEYFILE`, or run `aboveboard build --unsigned`: then /verify/ says that there is no signature. In a workflow, check whether the secret SIGNING_KEY is empty",
            )
        site = replace(site, signed=key is not None or (sign_later and bool(named)), kept=kept or NothingKept())
        theme = read_theme(site.config.site.theme, root)
        many = len(site.incidents) >= _SHARED and building.not_kept(site, theme) >= _SHARED
        if many:
            # Making pages leaves cycles in memory, here and in each worker.
            gc.enable()
        number = workers or (sharing.processors() if many else 1)
        with progress:
            with compiled_before(partial(read_compiled, COMPILED_BY), partial(keep_compiled, made_by=COMPILED_BY)):
                artifacts = building.render(
                    site,
                    theme,
                    judged.checked.extensions.writers,
                    share=partial(sharing.share, workers=number, done=_incidents(site, progress), each=_EACH, here=1),
                    store=opened.enter_context(Spool(out.parent)) if many else None,
                )
            before = read_served(out, "feed.json", _FEED_LIMIT).data
            moved = publishing.other_ids(site, before) if before else ""
            sign = _signer(key, named) if key is not None else None
            built = builder.build(
                artifacts,
                out,
                publishing.last_changed(site),
                building.finish(site),
                sign,
                zipped=zipped,
                by=site.config.builder,
                whole=building.reads_pages(theme),
                share=partial(sharing.share, workers=number, done=_files(len(artifacts), progress)),
                kept=kept,
            )
        odd = built.odd
        shown = sum(len(incident.facts.updates) for incident in site.incidents)
        say(
            f"Built {out}: {shown} update{'s' if shown != 1 else ''} in {len(site.incidents)} incident{'s' if len(site.incidents) != 1 else ''}"
            f"{f', as of {moment_words(when, site.config.site.timezone)}' if example is not None else ''}."
        )
        if built.whole:
            say(
                "note: what this theme puts round a page depends on what is in the page, so every page was made on its own, which takes longer",
                err=True,
            )
        if zipped is not None:
            say(f"Packed {zipped}: the same site in one file.")
        if sign_later and named:
            say(
                f"warning: the site is not signed yet, although /verify/ says that it is: sign its {LIST} before you publish it"
                " (docs/verification.md), and check with `aboveboard verify`",
                err=True,
            )
        if named and not site.signed:
            say(
                "warning: the site is not signed. Its page /verify/ says so, and `aboveboard verify` rejects it: do not replace a signed site with it",
                err=True,
            )
        if odd:
            say(
                f"warning: {odd[0]}{f' and {len(odd) - 1} more' if len(odd) > 1 else ''} has a script or style that is not on every page; browsers will block it (docs/hosting.md)",
                err=True,
            )
        if direction(site.config.site.language) == "rtl" and not joins_letters():
            say(
                "warning: pictures for link previews show an address and no words: FriBiDi, which puts text from right to left in order, is not installed (Debian: `apt install libfribidi0`)",
                err=True,
            )
        if moved:
            say(
                f"warning: ids in feeds and calendars are based on `{site.config.site.identity}`; in the previous site in {out} they were based on `{moved}`. Subscribers would get everything again as new. If that site was published, write `id: {moved}` under `site:` in"
                " site_config.yml, and build again",
                err=True,
            )
        if loose := publishing.adrift(site):
            say(
                f"warning: {loose} updates and reviews were never sealed, so feed archives are ordered by date, and change when one comes out late. `aboveboard seal` fixes the order: commit what it writes",
                err=True,
            )
        if unsaid:
            say(
                f"{unsaid} finding{'' if unsaid == 1 else 's'} in texts that are held back or never published: `aboveboard validate` shows"
                f" {'it' if unsaid == 1 else 'them'}",
                err=True,
            )
        held = unpublished.held_back(judged.checked, site, when)
        if held:
            say(f"Held back: {len(held)}", err=True)
            for path, why in held:
                say(f"  {path}: {why}", err=True)


def _incidents(site: Site, progress: Progress) -> Callable[[building.Made], None]:
    """Return what says after each task how many incidents are made into pages, in all languages."""
    languages = 1 + len(other_languages(site))
    total = len(site.incidents)
    done = 0

    def say_done(made: building.Made) -> None:
        nonlocal done
        if made.incidents:
            done += made.incidents * languages
        elif done < total * languages and isinstance(made.files, PagesMade):
            done += made.files.incidents
        progress.say("incidents made into pages", done // languages, total)

    return say_done


def _files(total: int, progress: Progress) -> Callable[[builder.Written], None]:
    """Return what says after each task how many files are written."""
    done = 0

    def say_done(written: builder.Written) -> None:
        nonlocal done
        done += len(written.rows)
        progress.say("files written", done, total)

    return say_done


def _of_what_is_published(judged: JudgedSite, unseen: frozenset[str]) -> tuple[JudgedSite, int]:
    """Return the findings in visible texts and those that stop the build, and the number of the others.

    More people read a build's log than the files, so it must not quote anything that is held back.
    """
    found = judged.checked.diagnostics
    said = tuple(one for one in found if one.blocks or one.span.path not in unseen)
    texts = {path: judged.texts[path] for path in {one.span.path for one in said} - unseen if path in judged.texts}
    return replace(judged, checked=replace(judged.checked, diagnostics=said), texts=texts), len(found) - len(said)


def _signer(key: Path, named: tuple[SigningKey, ...]) -> Callable[[Path], None]:
    """Return a function that signs the written list.

    Raises:
        UsageError: site_config.yml does not name the key, so that nobody could tell whose signature it is.
    """
    if not named:
        raise UsageError(
            "site_config.yml does not name the signing key, so readers could not check the signature",
            f"add `signing: {{key: …}}` with the one line in {key}.pub",
        )

    def sign(file: Path) -> None:
        signing.sign(file, key, NAMESPACE)
        signature = Path(f"{file}.sig").read_bytes()
        if not signing.is_signed_by(file.read_bytes(), signature, NAMESPACE, allowed_signers(named)):
            raise UsageError(
                f"the key {key} is not the one that site_config.yml names",
                "write the line of its .pub file under `signing: {key: …}`, or sign with the other key",
            )

    return sign


def _refuse_inside(out: Path, root: Path) -> None:
    full, top = out.resolve(), root.resolve()
    if full == top or top.is_relative_to(full) or full.is_relative_to(top / "content"):
        raise click.UsageError(f"--out {out} would overwrite the site's source files.")


def _refuse_zip_inside(zipped: Path, out: Path, root: Path) -> None:
    full = zipped.resolve()
    if any(full.is_relative_to(folder) for folder in (out.resolve(), (root / "content").resolve(), (root / "themes").resolve())):
        raise click.UsageError(f"--zip {zipped} would be among the site's source files.")
