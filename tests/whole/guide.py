"""The files that the communicator's guide prints, as a site."""

import re
from pathlib import Path

from generator.cli.main import run

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
#: In the order in which they are read.
PAGES = ("first-hour.md", "next-update.md", "correction.md", "closing.md", "review.md", "fields.md")
#: A file's path in bold type, and its whole text.
_FILE = re.compile(r"^\*\*`(?P<path>content/[^`]+)`\*\*\n\n```markdown\n(?P<text>---\n.*?)```\n", re.MULTILINE | re.DOTALL)
#: What the guide supposes of the site: what `init` makes of these answers.
ANSWERS = (
    *("--name", "Larkfield Energy", "--address", "https://status.larkfield.example/", "--timezone", "Europe/London"),
    *("--contact", "the incident team, incident@larkfield.example, +44 20 7946 0018, every day from 8 to 20 UK time"),
    *("--lead", "Sam Reed", "--yes", "--now", "2027-03-01T09:00Z"),
)
INCIDENT = "content/incidents/invoices/"


def files() -> dict[str, str]:
    """Every file of the incident that the guide tells, by path, in the order in which it is read."""
    return {path: text for path, text in printed().items() if path.startswith(INCIDENT)}


def printed() -> dict[str, str]:
    """Every file that the guide prints whole, likewise."""
    found: dict[str, str] = {}
    for page in PAGES:
        for file in _FILE.finditer((GUIDE / page).read_text(encoding="utf-8")):
            assert file["path"] not in found, f"{file['path']} stands in the guide twice"
            found[file["path"]] = file["text"]
    return found


def published(text: str) -> str:
    """When a file is published, as it says; empty when it does not say."""
    found = re.search(r"^published: (\S+)$", text, re.MULTILINE)
    return found[1] if found else ""


def new_site(top: Path) -> None:
    """Make the site in which the guide is followed: a new one, as `init` leaves it."""
    assert run(["init", str(top), *ANSWERS]) == 0


def write(top: Path, until: str = "9") -> None:
    """Write the guide's site into a folder, in its state after all updates published by then."""
    if not (top / "site_config.yml").exists():
        new_site(top)
    for path, text in files().items():
        if published(text) <= until:
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_text(text, encoding="utf-8")
