"""Permanent ids: what they are made of, that two sites never make the same, and that a new address changes none."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.content.settings import parse_settings
from generator.model.config import SiteConfig
from generator.model.identity import address_of, identity_in, identity_of, is_identity, name_in, tag_of
from generator.model.source import Source
from generator.render import calendar, feeds, ledger_json, pages, status_api
from tests.render.sites import CONFIG, files_of, incident, site_of, update

NOW = datetime(2027, 3, 9, tzinfo=UTC)
_LABEL = st.from_regex(r"[a-z]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)
_PATH = st.lists(st.from_regex(r"[A-Za-z0-9._~-]{1,6}", fullmatch=True).filter(lambda part: set(part) != {"."}), max_size=3)


@st.composite
def urls(draw: st.DrawFn) -> str:
    """Addresses of sites."""
    host = ".".join(draw(st.lists(_LABEL, min_size=1, max_size=3)))
    port = draw(st.sampled_from(["", ":443", ":8443", ":81"]))
    return f"https://{host}{port}/" + "".join(f"{part}/" for part in draw(_PATH))


@given(urls(), urls(), st.sampled_from(["a/1", "a/1/de", "a/review", "feed", "de/feed", "incidents/a/feed", "2/1"]))
def test_no_two_sites_make_the_same(one: str, other: str, name: str) -> None:
    """Whatever the addresses of two sites are, the same item has the same id in both only if they are the same place."""
    first, second = identity_of(one), identity_of(other)
    assert is_identity(first), one
    assert (tag_of(first, name) == tag_of(second, name)) == (first == second)
    same = urlsplit(one).hostname == urlsplit(other).hostname and urlsplit(one).path == urlsplit(other).path
    assert first != second or same
    assert identity_in(tag_of(first, name)) == first
    assert name_in(tag_of(first, name)) == name
    # RFC 4151, as far as it concerns us: an authority, a year, and characters of a path.
    assert re.fullmatch(r"tag:[a-z0-9.-]+,2026:[A-Za-z0-9._~%+@/:-]+", tag_of(first, name))


@given(
    urls(), urls(), st.sampled_from("a b de 2 feed review incidents systems".split()), st.sampled_from("a b de 2 1 feed".split())
)
def test_nor_under_different_names(one: str, other: str, first: str, second: str) -> None:
    """Nor has one item of a site below another's path the id of another item there."""
    if identity_of(one) != identity_of(other):
        ours = {tag_of(identity_of(one), name) for name in (f"{first}/{second}", f"{first}/feed", f"{first}/1/de", "feed")}
        theirs = {tag_of(identity_of(other), name) for name in (f"{first}/{second}", f"{second}/feed", f"{second}/1", "feed")}
        assert not ours & theirs


@pytest.mark.parametrize(
    ("url", "identity"),
    [
        ("https://status.larkfield.example/", "status.larkfield.example"),
        ("http://Status.Larkfield.example:80/", "status.larkfield.example"),
        ("https://larkfield.example/status/", "larkfield.example/status"),
        ("https://larkfield.example//a%20b/", "larkfield.example/a%20b"),
        ("https://127.0.0.1:8443/x/", "127.0.0.1:8443/x"),
    ],
)
def test_derived(url: str, identity: str) -> None:
    """A site that says nothing has what its address gives, and the id that this makes is what it was before there was any `id`."""
    assert identity_of(url) == identity
    if identity == "status.larkfield.example":
        assert tag_of(identity, "tickets/2") == "tag:status.larkfield.example,2026:tickets/2"
        assert address_of(identity) == "https://status.larkfield.example/"


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("https://status.larkfield.example/", "status.larkfield.example"),
        ("'tag:status.larkfield.example,2026:'", "status.larkfield.example"),
        ("Status.Larkfield.example", "status.larkfield.example"),
        ("status.larkfield.example/now/", "status.larkfield.example/now"),
        ("larkfield status", ""),
        ("a@larkfield.example", ""),
        ("status.larkfield.example/a b", ""),
        ("status.larkfield.example/<b>", ""),
        ("[a, b]", ""),
    ],
)
def test_what_cannot_be_one(written: str, offered: str) -> None:
    """An invalid id is refused with a suggestion, which is then accepted."""
    text = f"organisation: {{name: L}}\nsite:\n  url: https://s.example/\n  id: {written}\n"
    read = parse_settings(Source("site_config.yml", text), ())
    assert read.config is None
    (problem,) = read.problems
    assert problem.rule in {"wrong-type", "colon-in-text"}
    if offered:
        assert problem.help.endswith(f"`id: {offered}`")
        (edit,) = problem.edits
        assert edit.text == offered
        again = parse_settings(Source("site_config.yml", text.replace(written, edit.text)), ())
        assert again.config is not None
        assert again.config.site.identity == offered


def _ids(config: SiteConfig) -> Iterator[tuple[str, str]]:
    """Return every permanent id in a site's outputs."""
    first, second = (update(number, datetime(2027, 3, 2 + number, 3, tzinfo=UTC), next_update=NOW) for number in (1, 2))
    folder = incident(first, second, slug="tickets")
    site = site_of([folder], NOW, config)
    made = files_of(site, feeds.write, calendar.write, status_api.write, ledger_json.write, pages.write)
    for path, data in sorted(made.items()):
        text = data.decode().replace("\r\n ", "").replace("\\,", ",")
        yield from ((path, found) for found in re.findall(r"tag:[^\"<\s\\]+", text))
        yield from ((path, found) for found in re.findall(r'\\?"@id\\?":\s*\\?"([^"\\]+)', text))
    for name in ("status", "summary", "incidents"):
        yield name, json.loads(made[f"api/v2/{name}.json"])["page"]["id"]


def test_a_new_address_changes_no_id() -> None:
    """With `id`, or with what is offered for it, a site has the ids that it had before it moved, in every feed and file."""
    before = list(_ids(CONFIG))
    assert {path for path, _ in before} >= {
        "feed.xml",
        "atom.xml",
        "feed.json",
        "calendar.ics",
        "api/ledger.json",
        "api/ledger/2/incidents/tickets.json",
        "status",
    }
    assert sum(found.startswith("https://") for _, found in before) > 4
    settled = replace(CONFIG, site=replace(CONFIG.site, id=identity_of(CONFIG.site.url)))
    assert list(_ids(settled)) == before
    moved = replace(settled, site=replace(settled.site, url="http://incidents.larkfield.example:8080/now/"))
    assert list(_ids(moved)) == before
    assert not {found for _, found in _ids(replace(moved, site=replace(moved.site, id="")))} & {
        found for _, found in before if "organisation" not in found
    }


def test_a_path_is_part_of_it() -> None:
    """Two sites on one host, each below a path of its own, share no id."""
    one, other = (
        {found for _, found in _ids(replace(CONFIG, site=replace(CONFIG.site, url=f"https://larkfield.example/{name}/")))}
        for name in ("status", "old")
    )
    assert one
    assert not one & other
