"""`aboveboard notice`: writes the letter, notification or disclosure that a law or regulator requires."""

import unicodedata
from pathlib import Path
from textwrap import wrap

import click

from generator.adapters.file_writing import write_files
from generator.adapters.theme_files import font_folders, read_theme
from generator.cli.extras import of_extra
from generator.cli.incident_choice import load_published_site, published_incident
from generator.cli.judging import content_of
from generator.cli.output import say
from generator.errors import EnvironmentFailedError, UsageError
from generator.model.addressee import Addressee
from generator.model.document import Content
from generator.model.notice_profile import Output, joined
from generator.model.pdf_document import PdfDocument
from generator.pipeline import exporting
from generator.render import mail_merge
from generator.render.letters import EASY_READ, LARGE_PRINT, REPLACEMENT


def run(
    incident: str | None,
    profile: str | None,
    output: str | None,
    audience: str,
    language: str,
    out: Path,
    addressee: str | None,
    large_print: bool,
    easy_read: bool,
    merge: bool,
    fills: tuple[str, ...],
    draft: bool,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    if profile is None:
        _list(root, incident)
        return
    request = exporting.NoticeRequest(
        key=profile,
        output=Output(output) if output else None,
        tag=language,
        audience=audience,
        addressee=Addressee(addressee) if addressee else None,
        merge=merge,
        large_print=large_print,
        easy_read=easy_read,
        draft=draft,
        given=_given(fills),
    )
    checked, site = load_published_site(root, now, "No notice was written.")
    public_incident = published_incident(site, incident)
    theme = read_theme(site.config.site.theme, root)
    written = exporting.notices(checked, site, public_incident, request, theme)
    unprinted = [_write(one, public_incident.slug, request, out, root) for one in written]
    told = written[0].profile
    say(f"{told.title}: {told.disclaimer}. (The notice itself does not say so.)", err=True)
    if written[0].skipped:
        say(
            f"no press release was written: `{told.key}` does not ask for one here: {written[0].skipped}",
            "  help: `--as press-release` writes it all the same, as a draft",
            err=True,
        )
    if failed := next((one for one in unprinted if one is not None), None):
        raise failed
    if any(one.notice.printed.mark for one in written):
        raise click.exceptions.Exit(1)


def _write(
    written: exporting.WrittenNotice, slug: str, request: exporting.NoticeRequest, out: Path, root: Path
) -> EnvironmentFailedError | None:
    """Write a notice in all its forms, and say what is left to do.

    Returns:
        Why no PDF was made; None if it was.
    """
    made = written.notice
    name = _name(slug, written, request)
    page, pdf = out / f"{name}.html", out / f"{name}.pdf"
    files = {page.name: made.html.encode(), f"{name}.txt": made.text.encode()}
    if written.columns:
        files[f"{name}.csv"] = mail_merge.table(written.columns)
    write_files(out, files)
    say(*(str(out / one) for one in files))
    # Even if the PDF fails, the page has been written, and it says what is missing.
    unprinted = _print(made.printed, pdf, page, root)
    if unprinted is None:
        say(str(pdf))
    _say_what_is_left(written)
    return unprinted


def _given(fills: tuple[str, ...]) -> dict[str, str]:
    """Return what is filled in by hand, by the name of the field.

    Raises:
        UsageError: one has no name or no words, or a field is given twice.
    """
    found: dict[str, str] = {}
    for one in fills:
        name, _, words = (" ".join(part.split()) for part in one.partition("="))
        if not name or not words:
            raise UsageError(
                f"--fill {one} has no name or no words", 'write it like --fill "Contact=Mara Quist, +44 20 7946 0555"'
            )
        if name in found:
            raise UsageError(f"--fill gives {name} twice", "leave one of them out")
        found[name] = words
    return found


def _name(slug: str, written: exporting.WrittenNotice, request: exporting.NoticeRequest) -> str:
    """Return what a notice's files are called, so that no two of an incident have the same name."""
    readers = written.view.incident.audience
    parts = [
        f"{slug}-{request.key}",
        f"-{written.output}" if len(written.profile.outputs) > 1 else "",
        f"-{readers.name}" if readers else "",
        f"-{request.addressee.value}" if request.addressee else "",
        f"-{written.view.language.tag}" if request.tag else "",
        EASY_READ if request.easy_read else "",
        LARGE_PRINT if request.large_print else "",
        "-merge" if request.merge else "",
    ]
    return "".join(parts)


def _say_what_is_left(written: exporting.WrittenNotice) -> None:
    """Name what is missing, what cannot be printed and what must not be said."""
    profile, made = written.profile, written.notice
    if written.unasked:
        say(f"not asked for: `{profile.key}` does not count here: {written.unasked}", err=True)
    if written.says_affected:
        say(
            "the letter says that the data of whoever it is about is affected",
            "  help: give its table rows only for those whom `direct_notice` means",
            err=True,
        )
    if written.waits:
        say(
            f"do not send it yet: {written.waits} asked you to wait, and `{profile.key}` lets that stop the clock",
            "  help: send it when they let you; then write `to:` under `delayed` in incident.md",
            err=True,
        )
    for what, line in written.missing:
        say(f"missing: {what}, which `{profile.key}` asks for", f"  help: add {line}", err=True)
    for what, line in written.unsaid:
        say(f"not said: {what}; `{profile.key}` asks for it if it is known", f"  help: add {line}", err=True)
    for what, when, why in written.unsettled:
        say(f"perhaps missing: {what}", f"  `{profile.key}` asks for it if {when}, and {why}", err=True)
    for text in written.look_up:
        say(
            f"look up again: “{text.fill or text.say}”, as read in {text.text_checked} ({text.source})",
            f'  help: if it has changed, replace it with `--fill "{text.fill}=…"`'
            if text.fill
            else "  help: if it has changed, correct it by hand",
            err=True,
        )
    for letter in made.undrawable:
        called = unicodedata.name(letter, "a character without a name").lower()
        say(
            f"cannot be printed: {letter} ({called}); the PDF has {REPLACEMENT} in its place",
            "  help: write it in words, or put a font with this character into themes/fonts/",
            err=True,
        )
    for clock, never in profile.never.items() if written.output is Output.LETTER else ():
        say(
            f"must not be said to {profile.clocks[clock].tell}: {'; '.join(never)}",
            "  help: the letter leaves it out; see that what you advise and offer in it does not say it either"
            if profile.leaves_out
            else "  help: delete it by hand; this letter repeats your pages, and is only a draft",
            err=True,
        )


def _print(letter: PdfDocument, pdf: Path, page: Path, root: Path) -> EnvironmentFailedError | None:
    """Write a letter as PDF.

    Returns:
        Why it failed; None on success.
    """
    try:
        with of_extra("pdf", "printing a PDF"):
            from generator.adapters.pdf import print_pdf  # noqa: PLC0415  # its library comes with an extra

        write_files(pdf.parent, {pdf.name: print_pdf(letter, font_folders(root))})
    except EnvironmentFailedError as error:
        instead = f"or print {page} from a browser"
        stale = f", and delete {pdf}, which is from an earlier run" if pdf.exists() else ""
        return EnvironmentFailedError(f"no PDF was made: {error.message}", f"{error.help}; {instead}{stale}")
    return None


def _list(root: Path, incident: str | None) -> None:
    """List the profiles, with what each is and what requires it."""
    content = content_of(root)
    slug = _incident_named(content, incident) if incident else ""
    groups: dict[str, list[str]] = {}
    listed = exporting.notice_profiles(content, slug)
    width = max(len(one.key) for one, _ in listed)
    for one, asked_by in listed:
        outputs = joined([output.words for output in one.outputs])
        line = f"  {one.key.ljust(width)}  {one.title}: to {one.tells} ({outputs})"
        groups.setdefault(asked_by, []).extend(wrap(line, 110, subsequent_indent=" " * (width + 4)))
    for asked_by, lines in groups.items():
        say(f"{asked_by}:", *lines, "")
    say("No notice was written.", err=True)
    named = incident or "INCIDENT"
    say(
        f"`aboveboard notice {named} --profile KEY` writes one; `aboveboard explain KEY` says what it requires. Reminders, not legal advice.",
        err=True,
    )


def _incident_named(content: Content, incident: str) -> str:
    """Return the named incident.

    Raises:
        UsageError: there is none of that name.
    """
    slug = incident.rstrip("/").rpartition("/")[2]
    slugs = [folder.slug for folder in content.incidents]
    if slug not in slugs:
        raise UsageError(f"there is no incident called {slug}", f"there is: {', '.join(slugs) or 'none'}")
    return slug
