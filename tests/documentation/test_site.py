"""The documentation site: what has a page, how far it is from the front page, and what its build refuses."""

import html
import re
from collections import deque
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import click
import pytest

from documentation import build
from documentation.sources import BrokenSourceError
from generator import __version__, api
from generator.cli.main import cli
from generator.report import rule_pages
from generator.rules.catalogue import ALL_RULES

pytestmark = pytest.mark.slow

#: How many clicks away from the front page anything may be.
FAR = 3
ADDRESS = build.address()


def _text(documentation: Path, place: str) -> str:
    return (documentation / place / "index.html").read_text(encoding="utf-8")


def _links(text: str, at: str) -> list[str]:
    """Return the pages that a page links to, as addresses below the top of the site."""
    body = re.sub(r"<head>.*?</head>", "", text, flags=re.DOTALL)
    found = (urljoin(f"{ADDRESS}{at}", unquote(one)) for one in re.findall(r'<a\s[^>]*?href="([^"#?]+)', body))
    return [one.removeprefix(ADDRESS) for one in found if one.startswith(ADDRESS)]


@pytest.fixture(scope="module")
def clicks(documentation: Path) -> dict[str, int]:
    """How many clicks each page is away from the front page, by its address."""
    far = {"": 0}
    left = deque([""])
    while left:
        at = left.popleft()
        if at.startswith("example/"):
            continue
        for link in _links(_text(documentation, at), at):
            if link not in far and (documentation / link / "index.html").is_file():
                far[link] = far[at] + 1
                left.append(link)
    return far


def test_every_rule_has_a_page(documentation: Path) -> None:
    """Each rule has a page with its four sections, and stands in the list of all rules."""
    listed = _text(documentation, "rules")
    for rule in ALL_RULES:
        text = _text(documentation, f"rules/{rule.code.lower()}")
        assert f"{rule.code} {rule.name}" in text
        assert [one for one in ("what-it-checks", "why-it-matters", "instead-of", "write") if f'id="{one}"' not in text] == [], (
            rule.code
        )
        assert f'<a href="{rule.code.lower()}/">{rule.code}</a> {rule.name}' in listed
    assert all(f'id="{family.lower()}"' in listed for family in rule_pages.FAMILIES)


def _each(group: click.Group, above: click.Context) -> list[tuple[str, click.Command]]:
    found = []
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        inside = click.Context(command, info_name=name, parent=above)
        found += [(inside.command_path, command), *(_each(command, inside) if isinstance(command, click.Group) else ())]
    return found


def test_every_command_has_a_page(documentation: Path) -> None:
    """Each command has a page with its usage and every option that its declaration has; those of a group stand on its page."""
    declared = _each(cli, click.Context(cli, info_name="aboveboard"))
    assert len(declared) > 25
    listed = _text(documentation, "commands")
    for path, command in declared:
        name = path.split()[1]
        text = _text(documentation, f"commands/{name}")
        assert f">{path}<a" in text.replace("\n", ""), path
        assert f'href="{name}/"' in listed
        options = [one for parameter in command.params if isinstance(parameter, click.Option) for one in parameter.opts]
        assert [one for one in options if one not in text] == [], path


def test_every_name_of_the_api(documentation: Path) -> None:
    """Each name that `generator.api` lists stands on the page of the Python API, with what its docstring says."""
    text = _text(documentation, "python-api")
    headings = re.findall(r'<h2[^>]*id="([\w.]+)"', text)
    assert [one.rpartition(".")[2] for one in headings] == api.__all__
    words = html.unescape(re.sub(r"<[^>]+>", "", text))
    for name in api.__all__:
        first = (getattr(api, name).__doc__ or "").strip().partition("\n")[0]
        assert first
        assert (first.replace("`", "").partition(".")[0] in words) is True, name


def test_nothing_is_far_away(documentation: Path, clicks: dict[str, int]) -> None:
    """Every page is at most three clicks away from the front page, the example included."""
    pages = {file.parent.relative_to(documentation).as_posix() for file in documentation.rglob("index.html")}
    pages = {"" if one == "." else f"{one}/" for one in pages if not one.startswith("example/")}
    assert len(pages) > len(ALL_RULES) + 50
    assert pages - clicks.keys() == set()
    assert {one: far for one, far in clicks.items() if far > FAR} == {}


def _menu(documentation: Path, at: str) -> set[str]:
    text = (
        _text(documentation, at)
        .partition('<nav class="md-nav md-nav--primary')[2]
        .partition('<div class="md-sidebar md-sidebar--secondary')[0]
    )
    return set(_links(text, at))


def test_the_menu_finds_every_rule_and_command(documentation: Path) -> None:
    """In the menu of a rule's page are its whole family and every other family, in that of a command's page every command; no page has hundreds of links for it."""
    families = {f"rules/{family.lower()}/" for family in rule_pages.FAMILIES}
    every = {f"rules/{rule.code.lower()}/" for rule in ALL_RULES}
    assert families <= _menu(documentation, "refused/")
    for family in rule_pages.FAMILIES:
        own = {f"rules/{rule.code.lower()}/" for rule in ALL_RULES if rule.code.startswith(family)}
        for at in (f"rules/{family.lower()}/", max(own)):
            menu = _menu(documentation, at)
            assert menu & every == own, at
            assert families <= menu, at
        listed = _text(documentation, f"rules/{family.lower()}").partition("<article")[2]
        assert set(_links(listed, f"rules/{family.lower()}/")) >= own
    commands = {f"commands/{name}/" for name in cli.list_commands(click.Context(cli))}
    assert commands <= _menu(documentation, "commands/new/")
    assert not commands & _menu(documentation, "format/")
    assert len(_menu(documentation, "")) < 20


@pytest.mark.parametrize(
    "path", [("install/",), ("sixty-seconds/",), ("refused/", "rules/con001/")], ids=["install", "statement", "refused"]
)
def test_what_a_newcomer_looks_for(documentation: Path, clicks: dict[str, int], path: tuple[str, ...]) -> None:
    """How to install, a first statement and why an update was refused are linked in the text of the front page, and the rule on the page after it."""
    at = ""
    for step in path:
        article = _text(documentation, at).partition("<article")[2].partition("</article>")[0]
        assert step in _links(article, at)
        at = step
    assert clicks[at] <= len(path)


def test_nothing_from_elsewhere(documentation: Path) -> None:
    """No page loads a script, style, font or picture from another host, and every page shows the version and links the licence."""
    for file in documentation.rglob("*.html"):
        if file.is_relative_to(documentation / "example"):
            continue
        text = file.read_text(encoding="utf-8")
        loaded = re.findall(r'<(?:script|img|iframe|source|video)\b[^>]*?\bsrc="([^"]+)"', text)
        loaded += re.findall(r'<link\b[^>]*?\brel="(?:stylesheet|preload|preconnect|icon)"[^>]*?\bhref="([^"]+)"', text)
        loaded += re.findall(r'<link\b[^>]*?\bhref="([^"]+)"[^>]*?\brel="(?:stylesheet|preload|preconnect|icon)"', text)
        assert [one for one in loaded if urlsplit(one).netloc] == [], file
        assert f"aboveboard {__version__}" in text
        assert f'<a href="{ADDRESS}licence/">MIT licence</a>' in text
    for file in documentation.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//|@import", file.read_text(encoding="utf-8")), file


def test_the_example_is_in_it(documentation: Path) -> None:
    """The example is built below the documentation's address, and its feeds lead there."""
    feed = (documentation / "example/feed.xml").read_text(encoding="utf-8")
    assert f"{ADDRESS}example/incidents/support-tickets/" in feed
    assert "status.larkfield.example/incidents" not in feed


def test_a_warning_stops_the_build(tmp_path: Path) -> None:
    """A link to an anchor that no page has is a warning of MkDocs, and no site is built."""
    build.write_pages(tmp_path / "pages")
    # What the pages say is no part of it, and takes half of the time.
    for page in (tmp_path / "pages").rglob("*.md"):
        page.write_text(f"# {page.stem}\n", encoding="utf-8")
    with (tmp_path / "pages/install.md").open("a", encoding="utf-8") as file:
        file.write("\n[broken](format.md#no-such-anchor)\n")
    with pytest.raises(BrokenSourceError, match="no-such-anchor"):
        build.run_mkdocs(tmp_path / "pages", tmp_path / "site")
