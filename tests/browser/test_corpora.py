"""Published collections of hostile text, through every field that an author writes and through the body, in a real Chromium.

The browser is told to disregard the site's policy, so that what is tested is that nothing is there to refuse. Only texts that the strict YAML
reader lets through can be tried; the others have a finding, which is asserted. What rules find is disregarded: this holds even were they silent.

What a text becomes is the same in every theme, so each theme is given half of the texts and both together all; a thorough run gives all to each.
"""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser, Dialog, Page

from generator.adapters import builder
from generator.adapters.theme_files import read_theme
from generator.content.parser import parse_page
from generator.format.decoding import decode
from generator.format.strict_yaml import quoted
from generator.model.source import RawFile
from generator.pipeline import building, checking, publishing
from tests.fixture_types import Serving
from tests.thorough import taken
from tests.unjudged import unjudged

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).parents[2]
BEGAN = datetime(2026, 3, 3, 3, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLAIN = "A plain sentence with nothing in it."
#: Payloads to an update, and updates to an incident.
PACK, RUN = 9, 4

#: What no author's text may make, and how many of each the page of a plain incident has is what every other page may have.
WATCHED = "script, style, form, iframe, object, embed, base, link, meta, input, button, textarea, select, svg:not(.ab-line), math, audio, video"

ORACLE = """(watched) => {
  // A form whose field is called `attributes` answers with the field: the browser's own answer is asked for.
  const attributes = Object.getOwnPropertyDescriptor(Element.prototype, 'attributes').get;
  const bad = [];
  for (const element of document.querySelectorAll('*')) {
    for (const {name, value} of attributes.call(element)) {
      if (name.startsWith('on')) bad.push(`${element.tagName} ${name}`);
      const icon = element.tagName === 'LINK' && element.rel === 'icon' && /^data:(image|,)/.test(value);
      if (!icon && /^(href|src|action|formaction|data|srcdoc|xlink:href|poster|background)$/.test(name)
          && /^[\\s\\x00-\\x20]*(javascript|data|vbscript|blob|file):/i.test(value)) bad.push(`${name}=${value.slice(0, 60)}`);
      if (name === 'style' && Element.prototype.closest.call(element, '#statement')) bad.push(`style ${value.slice(0, 60)}`);
      if ((name === 'id' || name === 'name') && element.tagName !== 'META' && value in Document.prototype && value !== 'title')
        bad.push(`clobbered ${value}`);
    }
  }
  const counted = {};
  for (const element of document.querySelectorAll(watched)) counted[element.tagName] = (counted[element.tagName] || 0) + 1;
  return [bad, counted];
}"""


def _corpus() -> list[str]:
    texts: list[str] = []
    for name in ("dompurify", "brs-kb-markdown", "naughty-strings", "trojan-source"):
        data = json.loads((ROOT / f"tests/corpora/{name}.json").read_text(encoding="utf-8"))
        texts += data.values() if isinstance(data, dict) else data
    # The one that crashes MkDocs.
    return ['<![><img src="]><img src=x>', *texts]


@cache
def _reads(text: str) -> bool:
    written = f"---\ntitle: {quoted(text)}\n---\n\n{text}\n".encode("utf-8", "replace")
    source, problems = decode(RawFile("content/pages/a.md", written, len(written)), 1 << 20)
    return bool(text.strip()) and not problems and not parse_page(source, (), "a").problems


def _update(number: int, texts: list[str], before: list[str]) -> str:
    """One update with each text in every field; what the update before it had opened is closed, with texts in the reasons."""
    published = BEGAN + timedelta(hours=number)
    lines = ["---", f"title: {quoted(texts[0])}", f"published: {published:%Y-%m-%dT%H:%MZ}", "status: investigating"]
    lines += [f"summary: {quoted(texts[-1])}", "approved_by:", f"  lead: {quoted(texts[0])}"]
    sections: dict[str, list[str]] = {}

    def add(section: str, name: str, **values: str) -> None:
        inner = "".join(f"\n    {key}: {value}" for key, value in values.items())
        sections.setdefault(section, []).append(f"  {name}:{inner}" if inner else f"  {name}")

    for at, text in enumerate(texts):
        said = quoted(text)
        name = f"{number}-{at}"
        add("known", f"fact-{name}", text=said, **{"from": said})
        add("known", f"changing-{at}", text=quoted(f"{number} {text}"))
        add("unknown", f"open-{name}", text=said, looked=said, cannot_see=said)
        add("next_steps", f"step-{name}", do=said, who=said)
        add("actions", f"action-{name}", do=said, why=said, **{"for": said})
        add("consequences", f"could-{name}: {said}")
        add("affected", f"people-{at}", unit=said, exact=str(number), of="100")
        if before:
            add("corrections", f"changing-{at}: {said}")
            add("corrections", f"affected.people-{at}: {said}")
    for at, text in enumerate(before):
        said, name = quoted(text), f"{number - 1}-{at}"
        add("unanswerable", f"open-{name}: {said}")
        add("done" if at % 2 else "dropped", f"step-{name}: {said}")
        add("withdrawn", f"action-{name}: {said}")
    if before:
        lines.append(f"late: {quoted(before[0])}")
    lines += [line for section, entries in sections.items() for line in (f"{section}:", *entries)]
    body = "\n\n".join((*texts, *(f"> {text}" for text in texts[:1]), *(f"- {text}\n  [{text}]({text})" for text in texts)))
    lines += ["waivers:", f"  jargon: {quoted(texts[0])}", f"next_update: {published:%Y-%m-%dT%H}:30Z", "---", "", body, ""]
    return "\n".join(lines)


def _incident(slug: str, packs: list[list[str]]) -> Iterator[tuple[str, str]]:
    folder = f"content/incidents/{slug}/"
    said = [quoted(text) for pack in packs for text in pack]
    while len(said) < 12:
        said += said
    yield (
        f"{folder}incident.md",
        (
            f"---\ntitle: {said[0]}\naware: 2026-03-03T02:40Z\ndirect_notice: {said[1]}\nremedy: {said[2]}\n"
            f"delayed:\n  by: {said[3]}\n  from: 2026-03-03\n  to: 2026-03-04\nnames:\n  people-0: {said[4]}\n"
            f"contact:\n  who: {said[5]}\n  hours: {said[6]}\n  out_of_band: {said[7]}\n  email: incident@larkfield.example\n"
            f"questions:\n  one:\n    ask: {said[8]}\n    answer: {said[9]}\n  two:\n    ask: {said[10]}\n    since: 2026-03-04\n---\n\n"
            + "\n\n".join(text for pack in packs for text in pack)
            + "\n"
        ),
    )
    for number, pack in enumerate(packs, 1):
        yield f"{folder}{number:02}-update.md", _update(number, pack, packs[number - 2] if number > 1 else [])
    lessons = "".join(f"  lesson-{at}: {text}\n" for at, text in enumerate(said[:8]))
    actions = "".join(
        f"  change-{at}:\n    do: {text}\n    owner: {text}\n    by: 2026-12-01\n" for at, text in enumerate(said[:8])
    )
    yield (
        f"{folder}review.md",
        (
            f"---\ntitle: {said[11]}\npublished: 2026-03-09T09:00Z\ncause: {said[0]}\nlessons:\n{lessons}corrective_actions:\n{actions}---\n\n"
            + "\n\n".join(text for pack in packs for text in pack)
            + "\n"
        ),
    )


THEMES = ("material", "lifeboat")


def _files(theme: str) -> list[RawFile]:
    """A site of hostile texts: a plain incident, the theme's share of hostile ones, pages, and settings."""
    texts = [text for text in _corpus() if _reads(text)]
    packs = [texts[at : at + PACK] for at in range(0, len(texts), PACK)]
    runs = [packs[at : at + RUN] for at in range(0, len(packs), RUN)]
    files = dict(_incident("plain", [[PLAIN] * PACK] * RUN))
    for number, run in enumerate(runs):
        if taken(number, len(THEMES), THEMES.index(theme)):
            files.update(_incident(f"hostile-{number}", run))
    for number, text in enumerate(texts[::40]):
        files[f"content/pages/page-{number}.md"] = f"---\ntitle: {quoted(text)}\n---\n\n{text}\n"
    one, two, three = (quoted(text) for text in texts[1:4])
    files["site_config.yml"] = (
        f"organisation:\n  name: {one}\n  url: https://larkfield.example/\n  domains: [larkfield.example]\n"
        f"site:\n  url: https://status.larkfield.example/\n  title: {two}\n"
        f"contact:\n  email: incident@larkfield.example\n  hours: {three}\n  who: {one}\n  out_of_band: {two}\n"
    )
    return [RawFile(path, data, len(data)) for path, text in files.items() for data in [text.encode("utf-8", "replace")]]


@dataclass
class Made:
    """A built site of hostile texts: where it is, and the addresses of its pages."""

    folder: Path
    pages: list[str] = field(default_factory=list)


@pytest.fixture(scope="module", params=THEMES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The site, built with a theme, whatever rules would find; texts that cannot be read are not in it."""
    checked = unjudged(_files(request.param), NOW)
    updates = [update for folder in checked.content.incidents for update in folder.updates]
    read = [update for update in updates if update.parsed]
    assert len(read) == len(updates)
    assert all(folder.incident for folder in checked.content.incidents)
    assert len(updates) > 35
    site = publishing.publish(checked, NOW)
    out = tmp_path_factory.mktemp("corpora") / "site"
    builder.build(
        building.render(site, read_theme(request.param, ROOT)), out, publishing.last_changed(site), building.finish(site)
    )
    pages = sorted(file.parent.relative_to(out).as_posix().replace(".", "") for file in out.rglob("index.html"))
    return Made(out, [f"{page}/" if page else "" for page in pages])


def _kind(path: str) -> str:
    return re.sub(r"^incidents/[^/]+/", "incidents/plain/", path)


def _look(page: Page) -> dict[str, int]:
    bad, counted = page.evaluate(ORACLE, WATCHED)
    assert bad == [], page.url
    seen: dict[str, int] = counted
    return seen


def test_nothing_does_anything(browser: Browser, serving: Serving, made: Made) -> None:
    """On no page does a script run; no handler, script address, style, form or frame is there, no name is clobbered, and no request leaves.

    What the feeds hold as HTML is the same in all three formats, and does nothing either in a reader that shows it as it comes.
    """
    _pages_do_nothing(browser, serving, made)
    _feeds_do_nothing(browser, made)


def _listening(spoken: list[str]) -> Callable[[Dialog], None]:
    def close(dialog: Dialog) -> None:
        spoken.append(f"{dialog.page.url if dialog.page else ''} {dialog.message}")
        dialog.dismiss()

    return close


def _pages_do_nothing(browser: Browser, serving: Callable[[Path], AbstractContextManager[str]], made: Made) -> None:
    requests: list[str] = []
    spoken: list[str] = []
    with serving(made.folder) as address:
        context = browser.new_context(bypass_csp=True)
        page = context.new_page()
        page.on("request", lambda request: requests.append(request.url))
        page.on("dialog", _listening(spoken))
        allowed: dict[str, dict[str, int]] = {}
        own = [path for path in made.pages if path.startswith("incidents/plain/")]
        incidents = [path for path in made.pages if path.startswith("incidents/hostile-")]
        assert len(incidents) > 50
        for path in (*own, *incidents):
            page.goto(address + path, wait_until="load")
            counted = _look(page)
            allowed.setdefault(_kind(path), counted)
            assert counted == allowed[_kind(path)], path
        # One page has moved, and leads on by itself.
        for path in set(made.pages) - set(own) - set(incidents) - {"promises/"}:
            page.goto(address + path, wait_until="load")
            _look(page)
        page.wait_for_timeout(300)
        context.close()
        assert spoken == []
        assert [url for url in requests if not url.startswith(address)] == []


def _feeds_do_nothing(browser: Browser, made: Made) -> None:
    held: list[str] = []
    for file in made.folder.glob("incidents/*/feed.json"):
        items = [item["content_html"] for item in json.loads(file.read_text(encoding="utf-8"))["items"]]
        rss = ET.parse(file.with_name("feed.xml")).iter("{http://purl.org/rss/1.0/modules/content/}encoded")
        atom = ET.parse(file.with_name("atom.xml")).iter("{http://www.w3.org/2005/Atom}entry")
        assert [one.text for one in rss] == items
        for entry, item in zip(atom, items, strict=True):
            assert item in {each.text for each in entry}
        held += items
    assert len(held) > 45
    requests: list[str] = []
    spoken: list[str] = []
    context = browser.new_context()
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", _listening(spoken))
    for at in range(0, len(held), 16):
        page.set_content("".join(f'<article id="statement">{item}</article>' for item in held[at : at + 16]), wait_until="load")
        assert _look(page) == {}
    page.wait_for_timeout(300)
    context.close()
    assert spoken == []
    assert requests == []


def test_what_does_something_is_seen(browser: Browser) -> None:
    """The same texts, put into a page as they come, do run, and bring handlers, script addresses and elements: the eyes used above are open."""
    spoken: list[str] = []
    requests: list[str] = []
    context = browser.new_context()
    context.route(re.compile("^https?:"), lambda route: route.abort())
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.on("dialog", _listening(spoken))
    bad: list[str] = []
    brought: set[str] = set()
    for text in (text for text in _corpus()[1:224] if not text.startswith("<meta")):
        page.set_content(f"<p>{text}</p>", wait_until="domcontentloaded")
        found, counted = page.evaluate(ORACLE, WATCHED)
        bad += found
        brought |= set(counted)
    page.wait_for_timeout(200)
    context.close()
    assert spoken
    assert any(one.split(" ")[-1].startswith("on") for one in bad)
    assert any("javascript:" in one for one in bad)
    assert any(one.startswith("clobbered") for one in bad)
    assert {"SCRIPT", "FORM", "IFRAME"} <= brought


def test_what_cannot_be_read_is_said() -> None:
    """A text that the strict reader refuses gives an error in the update that holds it, and nothing else happens."""
    refused = [text for text in _corpus() if text.strip() and not _reads(text)]
    files = {file.path: file for file in _files(THEMES[0])}
    assert len(refused) >= 15
    for text in refused:
        update = f"---\ntitle: {quoted(text)}\npublished: 2026-03-03T04:00Z\nstatus: investigating\n---\n".encode(
            "utf-8", "replace"
        )
        path = "content/incidents/odd/01-first.md"
        incident = files["content/incidents/plain/incident.md"]
        own = RawFile("content/incidents/odd/incident.md", incident.data, incident.size)
        checked = checking.check((files["site_config.yml"], own, RawFile(path, update, len(update))), NOW)
        assert any(one.blocks and one.span.path == path for one in checked.diagnostics), text
