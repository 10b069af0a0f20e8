"""`aboveboard new page`: writes a free page."""

from pathlib import Path

from generator.adapters.file_writing import write_new
from generator.cli.judging import prepared, time_of
from generator.cli.prompts import Asker, finish
from generator.content.assembly import RESERVED
from generator.content.portable_names import unportable
from generator.errors import UsageError
from generator.format.names import SLUG
from generator.scaffolding import new_files


def run(address: str | None, title: str | None, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root)
    prepared(root)  # Report a missing site before asking anything.
    ask = Asker()

    def wrong(address: str) -> str:
        if not SLUG.fullmatch(address):
            return f"{address} cannot be an address; use lower-case letters, digits and hyphens, such as questions"
        if why := unportable(address):
            return f"{address} cannot be an address: {why}; choose another, such as {address}-page"
        if address in RESERVED:
            return f"the site has a page of its own at /{address}/; choose another address"
        if (root / _path(address)).exists():
            return f"{_path(address)} already exists; choose another address"
        return ""

    title = title or ask.sentence(
        "What is the page called?", why="It appears at the top of the page and in the list of pages.", option="--title"
    )
    address = address or ask.sentence(
        "What should the last part of its address be?",
        why="Lower-case letters, digits and hyphens. Choose it for good: others will link to it.",
        option="ADDRESS",
        needed=False,
        default=new_files.slug_of(title),
        wrong=wrong,
        literal=True,
    )
    if said := wrong(address):
        message, _, help = said.partition("; ")
        raise UsageError(message, help)
    write_new(root, {_path(address): new_files.page_file(title)})
    finish(root, when, (_path(address),))


def _path(address: str) -> str:
    return f"content/pages/{address}.md"
