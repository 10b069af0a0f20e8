"""`aboveboard init`: creates a new site, which builds as soon as it has a name and an address."""

import shlex
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from generator import __version__
from generator.adapters import clock, program_files
from generator.adapters.file_writing import put_tool, taken, write_new
from generator.adapters.program_files import read_lock, read_starter
from generator.cli.judging import time_of
from generator.cli.output import say
from generator.cli.prompts import Asker, is_nothing, judge_written
from generator.content.portable_names import unportable
from generator.errors import AboveboardError, UsageError
from generator.model.diagnostic import Diagnostic
from generator.model.person import not_a_name, person_of
from generator.scaffolding import new_site, program_wheel
from generator.scaffolding.editor_settings import editor_files

#: Files that a folder may contain already, which are kept. Any other file of a site means that there is a site, which is not overwritten.
KEPT = ("README.md", ".gitignore", ".gitlab-ci.yml", ".remarkrc.yml", ".schemas/", ".vscode/", ".github/")

#: So many findings of a rule in a file are listed one by one.
_MOST_ALIKE = 6


def run(
    folder: Path | None,
    root: Path | None,
    name: str | None,
    address: str | None,
    contact: str | None,
    timezone: str | None,
    lead: str | None,
    wheel: Path | None,
    now: str | None,
    *,
    yes: bool,
) -> None:
    """Run the command; its help describes it."""
    when = time_of(now)
    if folder and root:
        raise click.UsageError("Name the folder only once: as DIR or with --root.")
    folder = folder or root or Path()
    today = when.date()
    # Checked before asking anything: an unusable wheel must not cost a second round of answers.
    held = _wheel(wheel)
    if wheel and held and not (name or address or contact or timezone or lead) and (folder / "site_config.yml").is_file():
        _renew(folder, held)
        return
    blank = read_starter()
    kept = _room_for(folder, tuple(_files(new_site.Answers(), when, held)))
    ask = Asker()
    if not yes and not ask.talks and not (name and address and contact and lead):
        raise UsageError(
            "this is not a terminal, so nothing can be asked",
            "give --name, --address, --contact and --lead, or --yes to leave the rest to be filled in later",
        )
    talks = ask.talks and not yes
    if talks:
        say(f"A new site in {_shown(folder)}. Five questions; press Enter to leave one for later.", err=True)
        say("Nothing is written until the last one is answered. Ctrl-C stops.", err=True)
    zones = clock.zones()

    def read(kind: str, written: str) -> Any:
        """Convert one answer for the site."""
        # An organisation may well be called Nothing.
        if kind != "organisation" and is_nothing(written):
            written = ""
        match kind:
            case "address":
                return new_site.address_of(written)
            case "contact":
                return new_site.contact_of(written)
            case "lead":
                return person_of(written)
            case "timezone":
                return new_site.zone_of(written, zones)
            case _:
                return " ".join(written.split())

    def wrong(kind: str, written: str) -> str:
        """Return what is wrong with an answer, and what to write instead; empty when nothing is."""
        value = read(kind, written)
        if kind == "timezone" and not value:
            return "That time zone is not known here. Write the nearest large city, such as London, or UTC."
        if kind == "contact" and not value.usable:
            return "That has no e-mail address or telephone number. Write one, between commas."
        if kind == "lead" and (value.name or value.phone or value.email) and (said := not_a_name(value.name, "lead")):
            return f"{f'`{value.name}` is {said}' if value.name else 'That has no name'}. Write a name, then a comma and a telephone number."
        found = new_site.problem(new_site.site(blank, new_site.Answers(**{kind: value}), today))
        if found and kind == "address":
            return f"That cannot be the site's address; {found.help}"
        return f"{found.message}; {found.help}" if found else ""

    def answer(kind: str, option: str, given: str | None, question: str, why: str, default: str = "") -> Any:
        written = given
        if written is None:
            written = default
            if talks:
                written = ask.sentence(
                    question,
                    why=why,
                    option=option,
                    needed=False,
                    default=default,
                    wrong=lambda text: wrong(kind, text),
                    literal=kind == "organisation",
                )
        elif not is_nothing(written) and (said := wrong(kind, written)):
            raise UsageError(f"{option} cannot be used: {said}")
        return read(kind, written)

    answers = new_site.Answers(
        organisation=answer(
            "organisation", "--name", name, "What is your organisation called?", "The name appears at the top of every page."
        ),
        address=answer(
            "address",
            "--address",
            address,
            "What will the address of the site be?",
            "Feeds and links contain it, such as https://status.larkfield.example/. Choose a place that still works when your own systems do not.",
        ),
        contact=answer(
            "contact",
            "--contact",
            contact,
            "Who answers questions, how, and when?",
            "Every page tells frightened people where to ask. In this order, with commas, such as: the incident team,"
            " help@larkfield.example, +44 20 7946 0018, on weekdays from 9 to 17",
        ),
        timezone=answer(
            "timezone",
            "--timezone",
            timezone,
            "In which time zone do most of your readers live?",
            "Pages show times in this zone. A large city will do, such as London.",
            clock.zone(),
        ),
        lead=answer(
            "lead",
            "--lead",
            lead,
            "Who decides what is said during an incident?",
            "They approve each update after the first, and their name is published with it. A telephone number after a comma goes only into the plan, which is never published, such as: Ann Lee, +44 20 7946 0018",
        ),
    )
    made = {path: text for path, text in _files(answers, when, held).items() if path not in kept}
    write_new(folder, made)
    if not talks:
        say(f"Times on the pages are in {answers.timezone}; to change that, set `timezone` in site_config.yml", err=True)
    _finish(folder, when, tuple(made), kept, held)


def _files(answers: new_site.Answers, when: datetime, held: program_wheel.Wheel | None) -> dict[str, str | bytes]:
    """Return every file of a new site.

    The folder `starter/` with the answers filled in, editor files, and the program for the workflows.
    """
    return {**new_site.site(read_starter(), answers, when.date()), **editor_files(), **_tool(held)}


def _tool(held: program_wheel.Wheel | None) -> dict[str, str | bytes]:
    return program_wheel.files(held, read_lock("run"), read_lock("audit"))


def _wheel(named: Path | None) -> program_wheel.Wheel | None:
    """Return the wheel that workflows install: the named one, or the running program's; None when there is none.

    Raises:
        UsageError: the named one cannot be used.
    """
    if named is not None:
        return program_wheel.wheel_of(named.name, program_files.read_wheel(named, program_wheel.WHEEL_LIMIT), __version__)
    source, told = program_files.checkout(), program_files.installed_from()
    where = source / "dist" / program_wheel.name_of(__version__) if source else told
    try:
        found = (
            program_wheel.wheel_of(where.name, program_files.read_wheel(where, program_wheel.WHEEL_LIMIT), __version__)
            if where
            else None
        )
    except AboveboardError:
        return None
    # A wheel built from an older state of the source, or replaced after installation, is a different program.
    return found if found and program_wheel.is_this(found, program_files.running_program()) else None


def _renew(folder: Path, held: program_wheel.Wheel) -> None:
    """Replace a site's program, and leave the rest of the site as it is.

    Raises:
        UsageError: something is in the way.
    """
    made = {**_tool(held), program_wheel.INSTALLER: read_starter()[program_wheel.INSTALLER]}
    gone = put_tool(folder, made, program_wheel.FOLDER, program_wheel.WHEEL)
    for path in sorted(made):
        say(f"Wrote {(folder / path).as_posix()}")
    for path in gone:
        say(f"Removed {(folder / path).as_posix()}")
    say(
        "",
        "The texts of the site are unchanged. Commit these files: from then on, the workflows install this version.",
        err=True,
    )


def _room_for(folder: Path, paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the existing files that are kept.

    Raises:
        UsageError: there is a site already, or something else is in the way.
    """
    for part in folder.parts:
        if part not in {folder.anchor, ".", ".."} and (why := unportable(part)) and not folder.exists():
            raise UsageError(f"{folder} cannot be a site's folder: {part}: {why}", "name another folder")
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file, not a folder", "name another folder")
    there = taken(folder, paths)
    in_the_way = [path for path in there if not path.startswith(KEPT)]
    if in_the_way:
        listed = ", ".join(in_the_way[:3]) + (f" and {len(in_the_way) - 3} more" if len(in_the_way) > 3 else "")
        raise UsageError(
            f"{_shown(folder)} is not empty: {listed}",
            "nothing was changed; name a new folder, such as `aboveboard init status`",
        )
    return there


def _shown(folder: Path) -> str:
    return "this folder" if folder == Path() else str(folder)


def _finish(
    folder: Path, when: datetime, written: tuple[str, ...], kept: tuple[str, ...], held: program_wheel.Wheel | None
) -> None:
    """List what was written, what is still to be filled in, and what to do next."""
    # Folders that begin with a dot are for programs; their files need not be listed.
    for_programs = Counter(path.partition("/")[0] for path in written if path.startswith(".") and "/" in path)
    for path in written:
        if path.partition("/")[0] not in for_programs:
            say(f"Wrote {(folder / path).as_posix()}")
    for name, number in for_programs.items():
        say(f"Wrote {(folder / name).as_posix()}/ ({number} file{'' if number == 1 else 's'} for editors and for the git host)")
    for path in kept:
        more = "; add the line `site/` to it, so that built pages are not committed" if path == ".gitignore" else ""
        say(f"Kept your own {path}{more}", err=True)
    checked = judge_written(folder, when).checked
    # What stops the build comes first; readers see it, or it is in files that were there before. Then what readers see before the plan.
    stops = [one for one in checked.diagnostics if one.blocks]
    later = sorted((one for one in checked.diagnostics if not one.blocks), key=lambda one: one.span.path == "content/plan.yml")
    if stops:
        say("", "Before the site can be built, fix:", err=True)
        _list(stops)
        if later:
            say("", "On a calm day, fill in:", err=True)
    elif later:
        say("", "The site can be built now. On a calm day, fill in:", err=True)
    _list(later)
    if held is None:
        _say_no_wheel(folder)
    say("", "Next:", err=True)
    if folder.resolve() != Path.cwd():
        say(f"  cd {shlex.quote(str(folder))}", err=True)
    for line, what in (
        ("aboveboard serve", "look at it, with an example that only you see"),
        ("aboveboard new incident", "when something has happened: the first statement"),
        ("aboveboard build", "write the site to the folder site/"),
    ):
        say(f"  {line:26}{what}", err=True)


def _list(found: Sequence[Diagnostic]) -> None:
    """List findings by file, each with its line."""
    for (path, code), number in Counter((one.span.path, one.code) for one in found).items():
        alike = [one for one in found if (one.span.path, one.code) == (path, code)]
        # A dozen templates that wait for the same person are one thing to do.
        for one in alike if number <= _MOST_ALIKE else alike[:1]:
            say(f"  {path}, line {one.span.line}: {one.message}", err=True)
        if number > _MOST_ALIKE:
            say(f"    and {number - 1} more like it, to line {max(one.span.line for one in alike)}", err=True)


def _say_no_wheel(folder: Path) -> None:
    """Say that the workflows have nothing to install yet, and how to provide it."""
    source, name = program_files.checkout(), program_wheel.name_of(__version__)
    where = "" if folder == Path() else f"{shlex.quote(str(folder))} "
    say(
        "",
        "The site cannot publish itself yet: its folder tool/ lacks this program. Your administrator can add it with:",
        err=True,
    )
    if source is None:
        say(f"  aboveboard init {where}--wheel {name}", err=True)
        say("  where the last word is the file it was installed from.", err=True)
    else:
        say(f"  make -C {shlex.quote(str(source))} wheel", err=True)
        say(f"  aboveboard init {where}--wheel {shlex.quote(str(source / 'dist' / name))}", err=True)
