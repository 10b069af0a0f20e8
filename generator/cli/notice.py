"""`aboveboard notice`: prints the notice or letter that a law or regulator requires."""

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
from generator.model.document import Content
from generator.model.pdf_document import PdfDocument
from generator.pipeline import exporting
from generator.render.letters import LARGE_PRINT, REPLACEMENT


def run(
    incident: str | None,
    profile: str | None,
    audience: str,
    language: str,
    out: Path,
    large_print: bool,
    root: Path,
    now: str | None,
) -> None:
    """Run the command; its help describes it."""
    if profile is None:
        _list(root, incident)
        return
    checked, site = load_published_site(root, now, "No notice was written.")
    public_incident = published_incident(site, incident)
    written = exporting.notice(
        checked,
        site,
        public_incident,
        profile,
        read_theme(site.config.site.theme, root),
        language,
        audience,
        large_print=large_print,
    )
    made = written.notice
    whom = f"-{written.view.incident.audience.name}" if written.view.incident.audience else ""
    name = f"{public_incident.slug}-{profile}{whom}{f'-{written.view.language.tag}' if language else ''}{LARGE_PRINT if large_print else ''}"
    page, pdf = out / f"{name}.html", out / f"{name}.pdf"
    write_files(out, {page.name: made.html.encode()})
    say(str(page))
    # Even if the PDF fails, the page has been written, and it says what is missing.
    unprinted = _print(made.printed, pdf, page, root)
    if unprinted is None:
        say(str(pdf))
    for what, line in written.missing:
        say(f"missing: {what}, which `{profile}` asks for", f"  help: add {line}", err=True)
    for what, line in written.unsaid:
        say(f"not said: {what}; `{profile}` asks for it if it is known", f"  help: add {line}", err=True)
    for letter in made.undrawable:
        called = unicodedata.name(letter, "a character without a name").lower()
        say(
            f"cannot be printed: {letter} ({called}); the PDF has {REPLACEMENT} in its place",
            "  help: write it in words, or put a font with this character into themes/fonts/",
            err=True,
        )
    for clock, never in written.profile.never.items():
        say(
            f"must not be said to {written.profile.clocks[clock].tell}: {'; '.join(never)}",
            "  help: delete it by hand; this letter repeats your pages, and is only a draft",
            err=True,
        )
    say(f"{written.profile.title}: {written.profile.disclaimer}. (The notice itself does not say so.)", err=True)
    if unprinted is not None:
        raise unprinted
    if made.printed.mark:
        raise click.exceptions.Exit(1)


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
        line = f"  {one.key.ljust(width)}  {one.title}: to {one.tells}"
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
