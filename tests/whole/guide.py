"""The files that the communicator's guide prints, as a site."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
#: In the order in which they are read.
PAGES = ("first-hour.md", "next-update.md", "correction.md", "closing.md", "review.md", "fields.md")
#: A file's path in bold type, and its whole text.
_FILE = re.compile(r"^\*\*`(?P<path>content/[^`]+)`\*\*\n\n```markdown\n(?P<text>---\n.*?)```\n", re.MULTILINE | re.DOTALL)
SETTINGS = (
    "organisation: {name: Larkfield Energy, url: https://larkfield.example/, domains: [larkfield.example]}\n"
    "site: {url: https://status.larkfield.example/, id: status.larkfield.example, language: en, timezone: Europe/London}\n"
    'contact: {email: incident@larkfield.example, phone: "+44 20 7946 0018", hours: every day from 8 to 20 UK time, who: the incident team}\n'
)


def files() -> dict[str, str]:
    """Every file that the guide prints whole, by path, in the order in which it is read."""
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


def write(top: Path, until: str = "9") -> None:
    """Write the guide's site into a folder, as it stands once all that is published until then is there."""
    (top / "site_config.yml").write_text(SETTINGS, encoding="utf-8")
    for path, text in files().items():
        if published(text) <= until:
            (top / path).parent.mkdir(parents=True, exist_ok=True)
            (top / path).write_text(text, encoding="utf-8")
