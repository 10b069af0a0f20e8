"""What commands load: nothing that takes long and that they do not need."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.sites import NOW, Shape, write_ours

#: Packages, and our own parts, that `validate` needs for few sites or none.
SPARED = (
    *("PIL", "icalendar", "langcodes", "phonenumbers", "idna", "mkdocs", "docx", "pypdf", "typst", "email", "http.client", "ssl"),
    *(
        "generator.render",
        "generator.notifications",
        "generator.autofix",
        "generator.content.files",
        "generator.adapters.builder",
    ),
    *("generator.adapters.plugins", "generator.adapters.outside_files", "generator.adapters.signing"),
)
LOADED = """
import sys
from generator.cli.main import run
assert run(sys.argv[1:]) == 0
sys.stderr.write("\\n".join(sys.modules))
"""


def _loaded(*arguments: str) -> list[str]:
    made = subprocess.run([sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, check=True)
    return made.stderr.split("\n")


@pytest.mark.parametrize("options", [(), ("--no-cache",)])
def test_validate_loads_what_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    """`validate` of a plain site, of which all is judged anew, loads no library that only other sites or commands need."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write_ours(tmp_path / "site", Shape(2))
    loaded = _loaded("validate", "--root", str(tmp_path / "site"), "--now", f"{NOW:%Y-%m-%dT%H:%MZ}", *options)
    assert "generator.rules.catalogue" in loaded
    assert [name for name in loaded if name.startswith(SPARED)] == []
