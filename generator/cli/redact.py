"""`aboveboard redact`: takes words out of published texts that must not be public."""

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import click

from generator.adapters.file_writing import replace_file, rewrite_file
from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.site_lock import exclusive_access
from generator.adapters.theme_files import read_theme
from generator.cli.judging import JudgedSite, extend_in, in_site, remembered, report, signer_of, texts_of, time_of
from generator.cli.output import say, write
from generator.content.attachments import look
from generator.errors import UsageError
from generator.format.decoding import MARKDOWN_LIMIT
from generator.model.allowed import ATTACHMENT_LIMIT
from generator.model.document import Attachment, Redaction
from generator.model.outside_text import OutsideFile
from generator.model.source import RawFile
from generator.pipeline import checking
from generator.pipeline.checking import settings_of
from generator.pipeline.redacting import Remaining, redact
from generator.render.language import redaction_mark

#: Attachments that are text through and through.
_TEXTS = frozenset({".asc", ".csv", ".ics", ".json", ".vtt"})
#: What this command does not reach.
_BY_HAND = (
    "git keeps the old text in its history, on the host and in every copy and fork of the repository",
    "the locks keep digests of the old text, as they are published: whoever guesses the words can tell that the guess is right",
    "caches of your host, your CDN, search engines and web archives",
    "what this computer keeps for the next build, with the site before the last one",
    "subscribers: feed readers, mailboxes, calendars and chat rooms keep what they were sent",
    "earlier copies: zip files, letters, e-mails, posts, pictures for sharing",
)


def run(files: tuple[Path, ...], words: str, because: str, by: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root).replace(microsecond=0)
    with exclusive_access(root):
        history = remembered(root)
        read = tuple(read_site(root, MARKDOWN_LIMIT, look))
        checked = checking.check(read, when, history, signer=signer_of, extend=extend_in(root))
        config = settings_of(checked)
        theme = read_theme(config.site.theme, root)
        zone = config.site.timezone
        said = Redaction(when=when, because=" ".join(because.split()), by=" ".join(by.split()), mark="")
        done = redact(
            read,
            checked,
            [_path(path, root) for path in files],
            words,
            said,
            lambda tag: redaction_mark(tag, theme, when.astimezone(zone).date(), said.because),
            history,
            _published(root, read),
        )
        if done.blocking:
            shown = JudgedSite(
                checking.Checked(analysis=checked.analysis, diagnostics=done.blocking), {**texts_of(read), **done.texts}
            )
            write(report(shown, "plain", colours=False), err=True)
            more = [one.path for one in done.elsewhere if not one.named and one.path not in done.texts]
            also = f" If these files repeat the words, name them too: {', '.join(more)}." if more else ""
            say(f"Nothing was changed, because the site could not be built afterwards.{also}", err=True)
            raise click.exceptions.Exit(1)
        old = {file.path: file.data for file in read}
        for path, text in done.texts.items():
            if path.endswith(".lock"):
                replace_file(root, path, text)
            elif why := rewrite_file(root, path, old[path], text.encode()):
                raise UsageError(f"{path} could not be written: {why}", "run this again")
    say(f"Removed in {done.count} {'place' if done.count == 1 else 'places'}. Readers see when and why; the lock records it too.")
    if done.elsewhere:
        say("The same words, or nearly the same, are still in:")
        for one in done.elsewhere:
            say(f"  {_where(one)}")
    if done.unread:
        say("These published files could not be searched; look whether they contain the words:")
        for path in done.unread:
            say(f"  {path}")
    say("Left to do by hand (docs/redaction.md says how):")
    for line in _BY_HAND:
        say(f"  {line}")


def _where(one: Remaining) -> str:
    """Return where words still stand, as a line for people."""
    if one.named:
        return f"{one.path} (in its name)"
    return f"{one.path}:{', '.join(map(str, one.lines))}" if one.lines else one.path


def _published(root: Path, read: Iterable[RawFile]) -> Iterator[RawFile]:
    """Yield the site's attachments with what is written in them; none of them is kept while a site is read."""
    from generator.adapters.outside_files import KINDS, kept_text  # noqa: PLC0415  # the kinds of files take long to load

    for file in read:
        if not isinstance(file, Attachment) or not file.is_file:
            continue
        kind = PurePosixPath(file.path).suffix.lower()
        if file.size > ATTACHMENT_LIMIT or kind not in {*KINDS, *_TEXTS}:
            yield OutsideFile(file.path, b"", file.size, unread="its text is not read")
            continue
        data = read_attachments(root, (file.path,))[file.path]
        yield RawFile(file.path, data, len(data)) if kind in _TEXTS else kept_text(file.path, data)


def _path(path: Path, root: Path) -> str:
    name = in_site(path, root)
    if not name:
        raise UsageError(f"there is no file {path} in this site", "write its path, starting with content/")
    return name
