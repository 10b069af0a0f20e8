"""Print the text of a release: the section of CHANGELOG.md for the version that a tag names.

It fails where the tag, the program and the changelog do not name the same version, and where the project's addresses are still the invented ones:
nothing is released by accident, or under a name that somebody else could take.
"""

import re
import sys
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).parents[1]


def notes(tag: str, changelog: str, program: str, project: str) -> str:
    """Return the text of a release.

    Args:
        tag: such as `v0.2.0`, or `v0.2.0rc1`, whose text is still under "Unreleased".
        changelog: CHANGELOG.md.
        program: `generator/__init__.py`, which holds the version.
        project: pyproject.toml, which holds the project's addresses.

    Raises:
        SystemExit: they do not name the same version, there is nothing to say, or the project has no addresses of its own.
    """
    version = tag.removeprefix("v")
    held = re.search(r'^__version__ = "(.+)"$', program, flags=re.MULTILINE)
    if held is None or tag != f"v{held[1]}":
        raise SystemExit(f"the tag is {tag}, and generator/__init__.py says {held[1] if held else 'nothing'}")
    if ".example/" in project.partition("[project.urls]")[2].partition("\n[")[0]:
        raise SystemExit(
            "pyproject.toml has invented addresses under [project.urls]: CONTRIBUTING.md says what is set before the first release"
        )
    title = "Unreleased" if "rc" in version else re.escape(version)
    section = re.search(
        rf"^## \[?{title}\]?(?: - (\d{{4}}-\d{{2}}-\d{{2}}))?\n(.*?)(?=^## |\Z)", changelog, flags=re.MULTILINE | re.DOTALL
    )
    if section is None or not section[2].strip():
        raise SystemExit(f"CHANGELOG.md says nothing under {title}")
    if "rc" not in version and section[1] is None:
        raise SystemExit(f"CHANGELOG.md does not say on which day {version} is released")
    return section[2].strip() + "\n"


if __name__ == "__main__":
    held = ("CHANGELOG.md", "generator/__init__.py", "pyproject.toml")
    # A script whose output is its result.
    print(notes(sys.argv[1], *((TOP / name).read_text(encoding="utf-8") for name in held)), end="")  # noqa: T201
