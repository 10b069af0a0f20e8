"""Builds the documentation site into a folder.

`make docs` runs it. The pages are written into a scratch folder, MkDocs builds them with every warning an error, and the example in content/ is built
into the folder example/ of the site. The site that was there is replaced only by one that was built to the end.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from documentation import generated
from documentation.sources import BrokenSourceError, Places, page
from generator import __version__
from generator.cli.main import cli
from generator.report.rule_pages import FAMILIES
from generator.rules.catalogue import ALL_RULES

ROOT: Final = Path(__file__).parents[1]
#: The pages that stand outside docs/.
_OF_THE_ROOT: Final = {
    "SECURITY.md": "threat-model.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
_PLUGIN: Final = "docs/example-plugin"
_SEARCH: Final = '<div class="md-search" data-md-component="search" role="dialog">'
_EMPTY_HEAD: Final = re.compile(r"<thead>\s*<tr>\s*(?:<td></td>\s*)+</tr>\s*</thead>\s*")
_LANGUAGES: Final = {".py": "python", ".toml": "toml"}


def address() -> str:
    """Return the address of the site, which pyproject.toml states; it ends in a slash."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    stated: str = project["urls"]["Documentation"]
    return stated


def write_pages(folder: Path) -> None:
    """Write every page and picture into a folder, for MkDocs.

    Raises:
        BrokenSourceError: a page links to something that the site does not hold.
    """
    docs = sorted((ROOT / "docs").rglob("*.md"))
    pages = {file.relative_to(ROOT).as_posix(): file.relative_to(ROOT / "docs").as_posix() for file in docs}
    plugin = sorted(file for file in (ROOT / _PLUGIN).rglob("*") if file.suffix in _LANGUAGES and file.is_file())
    # The commands stand below it in the menu.
    pages["docs/commands.md"] = "commands/index.md"
    pages |= _OF_THE_ROOT
    places = Places(
        pages={
            **pages,
            "README.md": "index.md",
            "LICENSE": "licence.md",
            _PLUGIN: "example-plugin.md",
            **{file.relative_to(ROOT).as_posix(): "example-plugin.md" for file in plugin},
        },
        files={
            file.relative_to(ROOT).as_posix(): file.relative_to(ROOT / "docs").as_posix()
            for file in sorted((ROOT / "docs").rglob("*.png"))
        },
        folders={"content": "example/"},
        rules=generated.rule_places(ALL_RULES),
    )
    commands = dict(generated.commands(cli))
    for source, place in pages.items():
        text = (ROOT / source).read_text(encoding="utf-8")
        if source == "docs/rules.md":
            text = generated.rules_page(text, ALL_RULES)
        text = page(text, source, place, places)
        if source == "docs/commands.md":
            text = generated.with_command_links(text, commands)
        if source == "docs/python-api.md":
            text = generated.python_api(text)
        _write(folder / place, text)
    for source, place in places.files.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / source, folder / place)
    for rule in ALL_RULES:
        place = places.rules[rule.code]
        _write(folder / place, page(generated.rule_page(rule), "rules.md", place, places))
    for family in FAMILIES:
        place = generated.family_place(family)
        _write(folder / place, page(generated.family_page(family, ALL_RULES), "rules.md", place, places))
    for name, text in commands.items():
        place = generated.command_place(name)
        _write(folder / place, page(text, "commands.md", place, places))
    _write(folder / "example-plugin.md", page(_plugin_page(plugin), "example-plugin.md", "example-plugin.md", places))
    _write(folder / "licence.md", f"# Licence\n\n```text\n{(ROOT / 'LICENSE').read_text(encoding='utf-8')}```\n")
    for name in ("colours.css", "keyboard.js"):
        shutil.copyfile(ROOT / "documentation" / name, folder / name)


def _plugin_page(files: Sequence[Path]) -> str:
    parts = [
        "# The example plugin\n\nIts files, as they are built and tested. What they do is explained under [Plugins](docs/plugins.md).\n"
    ]
    for file in files:
        text = file.read_text(encoding="utf-8")
        name = file.relative_to(ROOT / _PLUGIN).as_posix()
        parts.append(f"## {name}\n\n```{_LANGUAGES[file.suffix]}\n{text.rstrip()}\n```\n" if text.strip() else "")
    return "\n".join(parts)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def run_mkdocs(pages: Path, out: Path) -> None:
    """Build the pages in a folder, as `write_pages` writes them, into another.

    Raises:
        BrokenSourceError: MkDocs warns of something, such as a link to an anchor that no page has.
    """
    settings = {
        "INHERIT": str(ROOT / "documentation/mkdocs.yml"),
        "site_url": address(),
        "docs_dir": str(pages),
        "site_dir": str(out),
        "hooks": [str(ROOT / "documentation/navigation.py")],
        "copyright": f'aboveboard {__version__} · <a href="{address()}licence/">MIT licence</a>',
    }
    with tempfile.TemporaryDirectory() as name:
        # JSON is YAML too.
        configuration = Path(name, "mkdocs.yml")
        configuration.write_text(json.dumps(settings), encoding="utf-8")
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--config-file", str(configuration)]
        # `--quiet` would hide warnings from `--strict` as well.
        environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        said = subprocess.run(command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True)
    if said.returncode:
        raise BrokenSourceError(f"MkDocs refuses the pages\n{said.stderr.rstrip()}")
    _mend(out)


def _mend(out: Path) -> None:
    """Change what a screen reader would stumble over in what others make: a dialog without a name, and headers of tables without a word."""
    for file in out.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        text = text.replace(_SEARCH, _SEARCH.replace(">", ' aria-label="Search">')).replace("<th></th>", "<td></td>")
        file.write_text(_EMPTY_HEAD.sub("", text), encoding="utf-8")


def _build_example(scratch: Path, out: Path, as_of: str) -> None:
    """Build the example as if it were published below the documentation, at a moment when its promises are still to come."""
    shutil.copytree(ROOT / "content", scratch / "content")
    settings = (ROOT / "site_config.yml").read_text(encoding="utf-8")
    own = "  url: https://status.larkfield.example/\n"
    if settings.count(own) != 1:
        raise BrokenSourceError(f"site_config.yml does not have the line {own.strip()!r} once")
    _write(scratch / "site_config.yml", settings.replace(own, f"  url: {address()}example/\n"))
    command = [sys.executable, "-m", "generator.cli", "build", "--root", str(scratch), "--as-of", as_of, "--out", str(out)]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def build(out: Path, as_of: str) -> None:
    """Build the site.

    Args:
        out: the folder that becomes the site; what was there is replaced.
        as_of: the time at which the example is shown, as `aboveboard build --as-of` takes it.

    Raises:
        BrokenSourceError: a page links to something that the site does not hold.
        subprocess.CalledProcessError: MkDocs or aboveboard refused; it has said why.
    """
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        write_pages(scratch / "pages")
        run_mkdocs(scratch / "pages", scratch / "site")
        _build_example(scratch / "example", scratch / "site/example", as_of)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(scratch / "site", out)


def main() -> None:
    """Build the site into the folder that the command line names, or say why not."""
    arguments = argparse.ArgumentParser(description=build.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--as-of", required=True)
    given = arguments.parse_args()
    try:
        build(given.out, given.as_of)
    except BrokenSourceError as error:
        sys.exit(f"error: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)


if __name__ == "__main__":
    main()
