"""On long generated histories: under "What we know" stands in every channel what is known, and nothing that has ended or was corrected."""

import json
import re
import xml.etree.ElementTree as ET  # what is parsed is the product's own
from collections.abc import Iterable, Iterator
from functools import cache

import html5lib
import pytest

from generator.ledger.records import Change, State, Transition
from generator.links.ledger_files import incident_file
from generator.model.update import CorrectionKind, Fact
from generator.render import exports, feeds, ledger_json, pages
from generator.render.exports import Form
from generator.render.site import Site
from generator.render.views import AGAIN
from tests.ledger.written import folder_of
from tests.render.sites import files_of, site_of, theme
from tests.thorough import examples

PAGE = "incidents/incident-{seed}/"
#: Seeds and lengths of histories; each ends with an update that is public.
LONG = [(seed, length) for seed in range(examples(3)) for length in (7, 16, 30)]
#: What a heading is called on the page of an update that is out of date.
THEN = {"What we know": "What we knew then"}
_HTML = "{http://www.w3.org/1999/xhtml}"


@cache
def _site(seed: int, length: int) -> Site:
    folder = folder_of(seed, length)
    return site_of([folder], folder.updates[-1].update.published)


@cache
def _files(seed: int, length: int) -> dict[str, str]:
    made = files_of(_site(seed, length), pages.write, feeds.write, ledger_json.write)
    return {name: data.decode() for name, data in made.items()}


def _transitions(seed: int, length: int) -> tuple[Transition, ...]:
    return _site(seed, length).incidents[0].ledger.transitions


def _page(text: str) -> str:
    """The contents of a page, without what is above them for the builder, and out of the comment in which it is handed over."""
    return text.split("\n---\n", 1)[1].strip().removeprefix("<!--").removesuffix("-->")


def _text(html: str) -> str:
    return " ".join("".join(html5lib.parseFragment(html).itertext()).split())


def _under(html: str, heading: str) -> list[str]:
    """The text of each item of the lists that follow a heading, up to the next heading or what is no longer so."""
    items: list[str] = []
    inside = False
    for element in html5lib.parseFragment(html).iter():
        tag = str(element.tag).removeprefix(_HTML)
        if re.fullmatch("h[1-6]", tag):
            inside = "".join(element.itertext()).strip() in {heading, THEN.get(heading)}
        elif tag == "summary" and element.get("id") == "h-ended":
            inside = False
        elif tag == "li" and inside:
            items.append(" ".join("".join(element.itertext()).split()))
    return items


def _sentences(state: State) -> set[str]:
    return {entry.fact.text for entry in state.known}


def _gone(transitions: Iterable[Transition]) -> set[str]:
    """Every sentence that was once said to be known and is so no longer, after the last of some updates."""
    said: set[str] = set()
    state = State()
    for transition in transitions:
        state = transition.after
        said |= _sentences(state)
    return said - _sentences(state) - {entry.fact.text for entry in state.open_unknowns}


def _checked(items: list[str], transitions: tuple[Transition, ...], where: str, *, is_whole: bool = True) -> None:
    state = transitions[-1].after
    told = [item for item in items if any(sentence in item for sentence in _sentences(state))]
    if not is_whole and len(told) < len(state.known):
        # It does not say all of it again: it says how much more there was.
        (rest,) = [item for item in items if item not in told]
        assert int("".join(re.findall(r"\d", rest))) == len(state.known) - len(told), (where, rest)
        assert AGAIN <= len(told) < len(state.known), where
        assert not [item for item in items for sentence in _gone(transitions) if sentence in item], where
        return
    for sentence in _sentences(state):
        assert any(sentence in item for item in items), (where, sentence)
    for sentence in _gone(transitions):
        assert not any(sentence in item for item in items), (where, sentence)
    assert len(items) == len(state.known), where


def _feed_items(seed: int, length: int) -> Iterator[tuple[str, int, str]]:
    """Each item of an incident's feeds: the format, the number of its update, and its contents."""
    files, top = _files(seed, length), PAGE.format(seed=seed)
    for one in json.loads(files[f"{top}feed.json"])["items"]:
        yield "feed.json", int(one["url"].rstrip("/").rpartition("/")[2]), one["content_html"]
    for item in ET.fromstring(files[f"{top}feed.xml"]).iter("item"):
        link = item.findtext("link") or ""
        content = item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or item.findtext("description") or ""
        yield "feed.xml", int(link.rstrip("/").rpartition("/")[2]), content
    atom = "{http://www.w3.org/2005/Atom}"
    for item in ET.fromstring(files[f"{top}atom.xml"]).iter(f"{atom}entry"):
        link = next(one.get("href", "") for one in item.iter(f"{atom}link") if one.get("rel", "alternate") == "alternate")
        yield "atom.xml", int(link.rstrip("/").rpartition("/")[2]), item.findtext(f"{atom}content") or ""


@pytest.mark.parametrize(("seed", "length"), LONG)
def test_what_we_know_on_pages(seed: int, length: int) -> None:
    """The page of the incident and that of each update list what was known then, and nothing else."""
    files, transitions, top = _files(seed, length), _transitions(seed, length), PAGE.format(seed=seed)
    _checked(_under(_page(files[f"{top}index.md"]), "What we know"), transitions, top)
    for number, transition in enumerate(transitions, 1):
        name = f"{top}{transition.document.number}/index.md"
        _checked(_under(_page(files[name]), "What we know"), transitions[:number], name, is_whole=number == len(transitions))


@pytest.mark.parametrize(("seed", "length"), LONG)
def test_what_we_know_in_feeds(seed: int, length: int) -> None:
    """Each item of every feed lists what was known when it came out, and nothing else."""
    transitions = _transitions(seed, length)
    places = {transition.document.number: place for place, transition in enumerate(transitions, 1)}
    seen = set()
    for form, number, content in _feed_items(seed, length):
        seen.add(form)
        # An item never changes, so that the newest is as it will be when it is out of date.
        _checked(_under(content, "What we know"), transitions[: places[number]], f"{form} {number}", is_whole=False)
    assert seen == {"feed.json", "feed.xml", "atom.xml"}


@pytest.mark.parametrize(("seed", "length"), LONG)
def test_what_we_know_in_data(seed: int, length: int) -> None:
    """In ledger.json a fact that is known has its present words and no end, and one that ended says what is so now."""
    state = _transitions(seed, length)[-1].after
    said = json.loads(_files(seed, length)[incident_file(f"incident-{seed}")])
    known = {fact["name"]: fact for fact in said["facts"] if fact["state"] == "known"}
    assert {name: fact["text"] for name, fact in known.items()} == {entry.name: entry.fact.text for entry in state.known}
    assert all(fact["end"] is None for fact in known.values())
    ended = {fact["name"]: fact["end"]["what"] for fact in said["facts"] if fact["end"] is not None}
    assert ended == {entry.name: entry.end.what for entry in state.facts.values() if entry.end is not None}
    # What is said of data and of how many is what stands after the last update.
    assert {one["name"]: one["state"] for one in said["data"]} == {kind: entry.state.value for kind, entry in state.data.items()}


@pytest.mark.parametrize(("seed", "length"), LONG)
def test_what_ended_is_told_onward_nowhere(seed: int, length: int) -> None:
    """No letter, script, post or home page has a sentence that is no longer so, except beside the reason why it was wrong."""
    site, transitions = _site(seed, length), _transitions(seed, length)
    view, texts = exports.view_of(site, site.incidents[0], None, "", theme())
    made = {one.path: one.data.decode() for one in exports.write(view, texts, theme(), tuple(Form))}
    told = {name: made[name] for name in ("letter.html", "script.html", "email.html")}
    told["home"] = _page(_files(seed, length)["index.md"])
    posts = "\n".join(post.text for post in exports.posts_of(view, texts))
    corrected = {event.was.text for event in transitions[-1].events if event.kind and isinstance(event.was, Fact)}
    for sentence in _gone(transitions):
        for name, html in told.items():
            assert sentence not in _text(re.sub(r"<del\b.*?</del>", "", html, flags=re.DOTALL)), (name, sentence)
            assert sentence in corrected or sentence not in _text(html), (name, sentence)
        assert sentence in corrected or sentence not in posts
    _checked(_under(told["email.html"], "What we know"), transitions, "email.html")


@pytest.mark.parametrize(("seed", "length"), LONG)
def test_only_a_mistake_is_shown_as_one(seed: int, length: int) -> None:
    """A page and an item of a feed speak of a mistake of ours if, and only if, their update has a correction that says so; numbers are by kind."""
    files, transitions, top = _files(seed, length), _transitions(seed, length), PAGE.format(seed=seed)
    kinds = {
        transition.document.number: {event.kind for event in transition.events if event.change is Change.CORRECTED}
        for transition in transitions
    }
    words = {
        CorrectionKind.OUR_ERROR: "We got this wrong",
        CorrectionKind.FOUND_MORE: "We found out more",
        CorrectionKind.NEW_EVENT: "Something new has happened",
    }
    contents = [(f"page {number}", number, _page(files[f"{top}{number}/index.md"])) for number in kinds]
    contents += [(f"{form} {number}", number, html) for form, number, html in _feed_items(seed, length)]
    for where, number, html in contents:
        headings = {"".join(one.itertext()) for one in html5lib.parseFragment(html).iter() if str(one.tag)[-2:] in {"h2", "h3"}}
        for kind, heading in words.items():
            assert any(one.startswith(heading) for one in headings) == (kind in kinds[number]), (where, kind)
    for one in json.loads(files[f"{top}feed.json"])["items"]:
        number = int(one["url"].rstrip("/").rpartition("/")[2])
        assert (f"(update {number}). Correction: " in one["title"]) == (CorrectionKind.OUR_ERROR in kinds[number])
    said = json.loads(files[incident_file(f"incident-{seed}")])
    history = [event for fact in said["facts"] for event in fact["history"]]
    assert all((event["kind"] is None) == (event["change"] != "corrected") for event in history)
