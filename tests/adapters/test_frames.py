"""Frames: the builder makes one page for each place, and stamping gives what it would have made of every page."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from generator.adapters import builder, frames
from generator.adapters.kept_results import KeptResults
from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.content.attachments import look
from generator.model.artifact import Artifact
from generator.model.kept import NothingKept
from generator.pipeline import building, checking, publishing
from generator.render.site import Site
from tests.conftest import MOMENT, NOW, ROOT


@cache
def _site() -> Site:
    site = publishing.publish(checking.check(read_site(ROOT, 1 << 20, look), MOMENT), MOMENT)
    return publishing.with_attachments(site, read_attachments(ROOT, publishing.attachments(site)))


def _tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count the pages that the builder is given in each of its runs."""
    given: list[int] = []
    write = builder.write

    def counted(artifacts: Iterable[Artifact], project: Path) -> tuple[frozenset[str], frozenset[str]]:
        files = tuple(artifacts)
        given.append(sum(file.path.endswith("index.md") for file in files))
        return write(files, project)

    monkeypatch.setattr(builder, "write", counted)
    return given


@pytest.mark.slow
@pytest.mark.parametrize("theme", ["lifeboat", "material"])
def test_stamped_pages_are_those_of_the_builder(tmp_path: Path, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site of stamped pages has the same bytes as one whose every page the builder made; it is given fewer pages."""
    site = replace(_site(), config=replace(_site().config, site=replace(_site().config.site, theme=theme)))
    files = building.render(site, read_theme(theme, ROOT))
    given = _counting(monkeypatch)
    made = builder.build(files, tmp_path / "stamped", publishing.last_changed(site), building.finish(site))
    assert not made.whole
    told = builder.build(files, tmp_path / "whole", publishing.last_changed(site), building.finish(site), whole=True)
    assert told.whole
    stamped, whole = given
    assert stamped < whole == sum(file.path.endswith("index.md") for file in files)
    assert _tree(tmp_path / "stamped") == _tree(tmp_path / "whole")


@pytest.mark.parametrize(
    ("path", "text", "whole"),
    [
        ("overrides/main.html", '{% if "password" in page.content %}<p>about passwords</p>{% endif %}', True),
        ("overrides/main.html", "{% set said %}{% include 'content.html' %}{% endset %}{{ said | length }}", True),
        ("overrides/main.html", "{{ nav.pages | length }}{{ config.site_name }}", True),
        ("overrides/main.html", "<p>This page is ours: {{ config.site_name }}</p>", False),
        ("overrides/content.html", "", True),
        ("inline/lifeboat.css", "{% if page.title %}a { color: red }{% endif %}", True),
        ("inline/lifeboat.css", "a { color: red }", False),
        ("assets/own.css", "a { color: red }", False),
    ],
)
def test_a_template_that_reads_pages_is_known(path: str, text: str, whole: bool) -> None:
    """A template of the site's own that can see what is in a page is told from one that cannot."""
    theme = read_theme("lifeboat", ROOT)
    own = replace(theme, files={**theme.files, f"lifeboat/{path}": text.encode()}, own=frozenset({f"lifeboat/{path}"}))
    assert building.reads_pages(own) is whole


@pytest.mark.slow
def test_a_theme_that_reads_pages_comes_out_right(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a site's own frame depends on what is in a page, it does so on every page, and the build says that it takes longer."""
    frame = (ROOT / "themes/lifeboat/overrides/main.html").read_text(encoding="utf-8")
    own = root / "themes/lifeboat/overrides"
    own.mkdir(parents=True)
    asks = '{% if "password" in page.content %}<p>about passwords</p>{% else %}<p>about none</p>{% endif %}</main>'
    (own / "main.html").write_text(frame.replace("</main>", asks), encoding="utf-8")
    config = root / "site_config.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:"), encoding="utf-8"
    )
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    assert capsys.readouterr().err.count("every page was made on its own") == 1
    kinds = set()
    for page in (root / "site/incidents").rglob("index.html"):
        said, _, rest = page.read_text(encoding="utf-8").partition("<main>")[2].partition("</main>")[0].rpartition("<p>about ")
        assert rest.startswith("passwords") == ("password" in said)
        kinds.add(rest)
    assert len(kinds) == 2


def test_what_the_builder_makes_otherwise_is_noticed(tmp_path: Path) -> None:
    """If the builder makes something else of a page than stamping does, no page is stamped, and nothing is kept of it."""
    files = building.render(_site(), read_theme("lifeboat", ROOT))

    def other(project: Iterable[Artifact]) -> None:
        project = tuple(project)
        builder.write(project, tmp_path / "project")
        builder.build_pages(tmp_path / "project", tmp_path / "made", MOMENT)
        for page in (tmp_path / "made/incidents").glob("[!a]*/**/index.html"):
            page.write_bytes(page.read_bytes().replace(b"</main>", b"<p>seen</p></main>"))

    with pytest.raises(frames.FrameError):
        frames.press(files, tmp_path / "made", other, KeptResults(tmp_path / "results"), ())
    assert not [file for file in tmp_path.glob("results/**/*") if file.is_file()]


@pytest.mark.parametrize("settings", [b"", b"site_name: x\n", b"{}", b'{"theme": "material", "plugins": []}'])
def test_settings_of_another_make_are_left_to_the_builder(tmp_path: Path, settings: bytes) -> None:
    """A project whose mkdocs.yml the program did not write is not stamped."""
    with pytest.raises(frames.FrameError):
        frames.press([Artifact("mkdocs.yml", settings)], tmp_path, lambda _: None, NothingKept(), ())


def test_a_page_of_a_plugin_gets_the_policy(tmp_path: Path) -> None:
    """A finished page that the project has beside the program's own is published with the policy, stamped site or not."""
    page = Artifact("docs/extra/report.html", b'<!doctype html><html><head><meta charset="utf-8"><title>x</title></head></html>')
    files = (*building.render(_site(), read_theme("lifeboat", ROOT)), page)
    made = {}
    for whole in (False, True):
        builder.build(files, tmp_path / str(whole), MOMENT, building.finish(_site()), whole=whole)
        made[whole] = (tmp_path / str(whole) / "extra/report.html").read_bytes()
    assert b"Content-Security-Policy" in made[True]
    assert made[False] == made[True]


@pytest.mark.parametrize("most", [0, 1, 40, 200, 100_000])
def test_the_beginning_of_a_page_in_the_search(most: int) -> None:
    """Where the search has only the beginning of a page, the page is read no further, and its entry begins as it does when all of it is read."""
    search = frames._Search()

    def text(entry: dict[str, str]) -> str:
        return " ".join(frames._TAG.sub(" ", entry["text"]).split())

    pages = [
        page
        for file in building.render(_site(), read_theme("material", ROOT))
        if (page := frames.page_of(file)) and page.is_searched
    ]
    assert len(pages) > 10
    for page in pages:
        whole, some = search.entries(page), search.entries(page, most)
        if most == 0:
            assert not some
            continue
        (first,) = some
        assert {**first, "text": ""} == {**whole[0], "text": ""}
        # One more than is shown, by which it is known that there is more.
        assert text(first)[: most + 1] == text(whole[0])[: most + 1], page.address


#: What Material's parser decides by comparing elements: sections, what is left out, headings within others, what is preformatted.
_SEARCHED = (
    "<p>One</p><h2 id='a'>Two <b>and</b> more</h2><p>Three <code>x &lt; y</code></p>",
    "<div data-search-exclude='1'><div><p>Not this</p></div><p>Nor this</p></div><div><p>But this</p></div>",
    "<h1 id='top'>Top<a class='headerlink' href='#top'>¶</a></h1><p>Text</p><section><h2 id='in'>Within</h2><p>More</p></section><p>After</p>",
    "<h2 id='left' data-search-exclude>Left out</h2><p>With it</p><h3 id='kept'>Kept</h3><ul><li>One</li><li> </li></ul>",
    "<pre>a\n  b</pre> <p></p><table><tr><td class='linenodiv'>1</td><td>Row</td></tr></table><script>no()</script><br><p>Last &amp; least",
)


@pytest.mark.parametrize("content", _SEARCHED)
def test_the_search_finds_what_material_finds(content: str) -> None:
    """The entries of a page in the search are those that Material makes of it, letter by letter."""
    from material.plugins.search import plugin

    page = frames.Page("a/", {"title": "Title"}, content)
    theirs = plugin.SearchIndex()
    theirs.add_entry_from_context(frames._Searched(page.meta, page.content, page.address, "Title"))
    assert theirs.entries
    assert frames._Search().entries(page) == theirs.entries


@pytest.mark.parametrize(
    ("content", "may"),
    [("<p>a</p>", False), ("<SCRIPT>", True), ("x<Style", True), ("<video ", True), ("<liNk ", True), ("&lt;script", False)],
)
def test_a_page_that_may_have_inline_parts_is_known(content: str, may: bool) -> None:
    """A page is looked through for scripts, styles and videos if it may have one, in whatever letters."""
    assert frames._may_have_parts(content) is may


def test_of_most_pages_only_their_place_is_held() -> None:
    """What is looked through of all pages to find their places has nothing else of their heads, which would grow with the site."""
    front = b'---\n{"title": "Long", "head": "<meta>", "place": "de/", "languages": [["en", "English", "x/"]], "search": {"exclude": true}}\n---\n\n'
    page = frames._placed(Artifact("docs/de/x/index.md", front + b"<p>Text</p>\n"), lambda _page: None)
    assert page is not None
    assert (page.address, page.content) == ("de/x/", "")
    assert page.meta == {"place": "de/", "languages": [["en", "English", "x/"]], "search": {"exclude": True}}
    assert not page.is_searched
