"""Stripped of styles and tags, no two words of different blocks run together, in any output, over made-up and real histories."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings

from generator.model.document import IncidentFolder
from generator.pipeline import publishing
from generator.render import exports
from generator.render.exports import Form
from generator.render.language import language_for
from generator.render.markup import passage, separated
from generator.render.site import Site
from generator.render.translations import original
from generator.render.views import IncidentView
from generator.render.writers import WRITERS
from tests.render.sites import HISTORIES, files_of, made_up, moments, own, replay, site_of, theme
from tests.thorough import examples

_BLOCKS = frozenset(
    "address article aside blockquote br caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr "
    "legend li main nav ol option p pre section summary table tbody td tfoot th thead title tr ul".split()
)
# What the style sheet puts on a line of its own.
_AS_BLOCKS = re.compile(r"\bab-(?:note|day)\b")
_ATOM = "{http://www.w3.org/2005/Atom}"


class _Words(HTMLParser):
    """What stands in HTML as one text without its tags, and the same with a space wherever a block begins or ends."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stripped: list[str] = []
        self.spaced: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._hidden = 0
        self.feed(html)
        self.close()

    def _edge(self, tag: str, *, block: bool) -> None:
        if tag in _BLOCKS or block:
            self.spaced.append(" ")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        block = bool(_AS_BLOCKS.search(dict(attrs).get("class") or ""))
        self._edge(tag, block=block)
        if tag not in {"br", "hr", "img", "meta", "link", "input"}:
            self._open.append((tag, block))
        self._hidden += tag in {"script", "style", "svg"}

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            name, block = self._open.pop()
            self._edge(name, block=block)
            self._hidden -= name in {"script", "style", "svg"}
            if name == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.stripped.append(data)
            self.spaced.append(data)


def _check(html: str, where: str) -> None:
    words = _Words(html)
    stripped, spaced = "".join(words.stripped).split(), "".join(words.spaced).split()
    together = next(((one, other) for one, other in zip(stripped, spaced, strict=False) if one != other), None)
    assert together is None, (where, together)
    assert len(stripped) == len(spaced), where


def _outputs(site: Site) -> Iterator[tuple[str, str]]:
    """Every output of a site that holds HTML."""
    for path, data in files_of(site, *WRITERS).items():
        text = data.decode() if path.endswith((".md", ".xml", ".json", ".html")) else ""
        if path.endswith(".md"):
            yield path, text.partition("\n---\n")[2]
        elif path.endswith("feed.json"):
            yield from ((path, item["content_html"]) for item in json.loads(text)["items"])
        elif path.endswith("atom.xml"):
            yield from ((path, one.text or "") for one in ET.fromstring(text).iter(f"{_ATOM}content"))
        elif path.endswith("feed.xml"):
            yield from (
                (path, one.text or "") for one in ET.fromstring(text).iter("{http://purl.org/rss/1.0/modules/content/}encoded")
            )
    for one in site.incidents:
        for tag in ("en", "de"):
            view = IncidentView(site, one, one.ledger.transitions[-1], language_for(tag, theme()))
            for artifact in exports.write(view, original(site), theme(), Form):
                if artifact.path.endswith(".html"):
                    yield f"{one.slug}/{artifact.path}", artifact.data.decode()


def test_in_every_output_of_the_own_site() -> None:
    """On every page, in every item of a feed, in e-mail, letter and call script."""
    checked = 0
    for where, html in _outputs(own()):
        _check(html, where)
        checked += 1
    assert checked > 100


@pytest.mark.parametrize("history", sorted(path.name for path in HISTORIES.iterdir() if (path / "incident.md").is_file()))
def test_in_every_output_of_real_histories(history: str) -> None:
    """The same over real histories."""
    checked = replay(history)
    for where, html in _outputs(publishing.publish(checked, max(moments(checked)))):
        _check(html, where)


@settings(max_examples=examples(5), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(folder=made_up())
def test_in_every_output_of_any_history(folder: IncidentFolder) -> None:
    """The same over any history that the format can hold."""
    for where, html in _outputs(site_of([folder], datetime(2028, 3, 3, tzinfo=UTC))):
        _check(html, where)


def test_a_run_of_words_is_found() -> None:
    """The check sees two blocks that run together, and lets those stand that white space separates."""
    with pytest.raises(AssertionError, match="affectedIt"):
        _check("<dd>not affected</dd><dt>It is</dt>", "")
    _check(separated("<dd>not affected</dd><dt>It is</dt>"), "")
    with pytest.raises(AssertionError, match=r"said\.Why"):
        _check('<li>said.<span class="ab-note">Why</span></li>', "")


def test_what_stands_in_a_block_stays_as_it_is() -> None:
    """White space comes between blocks alone: not into a sentence, a link or preformatted text."""
    inside = '<p>One <b>two</b><i>three</i>, <a href="x">four</a>.</p>'
    assert passage(inside) == inside
    pre = "<pre><code>a&#10;  b</code></pre>"
    assert unescape(passage(f"<p>x</p>{pre}<p>y</p>")) == unescape(f"<p>x</p>\n{pre}\n<p>y</p>")
