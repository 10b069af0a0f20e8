"""Attachments are published when a visible text links to them."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.links.linked_files import linked
from generator.model.config import Organisation, SiteConfig, SiteSettings
from generator.model.document import PageDocument
from generator.model.source import RawFile, Source
from generator.pipeline import checking, publishing, unpublished

NOW = datetime(2027, 3, 5, 12, tzinfo=UTC)
FOLDER = "content/incidents/tickets"
ADDRESS = "https://larkfield.example/status/"
CONFIG = f"""organisation: {{name: Larkfield Energy}}
site: {{url: {ADDRESS}, id: larkfield.example/status, languages: [en, de]}}
contact: {{email: incident@larkfield.example, hours: always, who: Sam Reed}}
"""
INCIDENT = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n"
REVIEW = "---\ntitle: What we learnt\npublished: 2027-03-05T09:00Z\ncause: A password.\n---\n"


def update(
    body: str = "", published: str = "2027-03-03T03:10Z", more: str = "", actions: str = "There is nothing you can do yet."
) -> str:
    """A short update."""
    return (
        f"---\ntitle: Someone read tickets\npublished: {published}\n{more}status: investigating\nknown: {{entry: Someone got in.}}\n"
        f"unknown: {{whose: Whose tickets they read.}}\nnext_steps: {{log: We read the log.}}\nactions: {actions}\n"
        f"next_update: 2027-03-30T09:00Z\n---\n\n{body}\n"
    )


def site_of(**texts: str) -> Callable[[], checking.Checked]:
    """Return a site with a published update, a file, and these texts; `a__b` stands for the path `a.b`."""
    files = {"site_config.yml": CONFIG, f"{FOLDER}/incident.md": INCIDENT, f"{FOLDER}/01-first.md": update()}
    for name, text in texts.items():
        path = name.replace("__", ".")
        if path != "site_config.yml":
            path = f"content/{path}" if "/" in path else f"{FOLDER}/{path}".replace("_", "-")
        files[path] = text
    files[f"{FOLDER}/files/letter.txt"] = "Dear customer\n"
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    return lambda: checking.check(raw, NOW)


def _published(checked: checking.Checked, now: datetime = NOW) -> bool:
    return publishing.attachments(publishing.publish(checked, now)) == (f"{FOLDER}/files/letter.txt",)


LINK = "[The letter](files/letter.txt)"


@pytest.mark.parametrize(
    "texts",
    [
        {"01_first__md": update(LINK)},
        {"01_first__de__md": update(LINK)},
        {"incident__md": f"{INCIDENT}\n{LINK}\n"},
        {"incident__de__md": f"---\ntitle: Jemand las Tickets\n---\n\n{LINK}\n"},
        {"review__md": f"{REVIEW}\n{LINK}\n"},
        {"review__md": REVIEW, "review__de__md": f"{REVIEW}\n{LINK}\n"},
        {"pages/help__md": "---\ntitle: Help\n---\n\n[The letter](../incidents/tickets/files/letter.txt)\n"},
        {
            "pages/help__md": "---\ntitle: Help\n---\n\nAsk.\n",
            "pages/help__de__md": "---\ntitle: Hilfe\n---\n\n[Der Brief](../incidents/tickets/files/letter.txt)\n",
        },
        {"01_first__md": update(actions=f"{{read: {{do: Read {ADDRESS}incidents/tickets/files/letter.txt., urgency: now}}}}")},
        {
            "incident__md": INCIDENT.replace(
                "---\n", f"---\nquestions: {{what: {{ask: What?, answer: '{ADDRESS}incidents/tickets/files/letter.txt'}}}}\n", 1
            )
        },
        {"site_config__yml": CONFIG.replace("hours: always", f"hours: 'always: {ADDRESS}incidents/tickets/files/letter.txt'")},
        # What was published stays so: the address was misspelt in nothing but this word when it was.
        {
            "01_first__md": update(
                "[The letter](files/leter.txt)", more="amended: {when: 2027-03-04, what: {files/letter.txt: files/leter.txt}}\n"
            )
        },
    ],
    ids="-".join,
)
def test_published_with_what_links_to_it(texts: dict[str, str]) -> None:
    """A file is published if any visible text links to it, wherever the link is."""
    checked = site_of(**texts)()
    assert _published(checked)
    assert "SAF046" not in {one.code for one in checked.diagnostics}


@pytest.mark.parametrize(
    "texts",
    [
        {"02_more__md": update(LINK, "2027-03-04T09:00Z", "draft: true\n")},
        {"02_more__md": update(LINK, "2027-03-09T09:00Z")},
        {"02_more__md": update("", "2027-03-09T09:00Z"), "02_more__de__md": update(LINK, "2027-03-09T09:00Z")},
        # A translation may be early in its file, and comes with its original all the same.
        {"02_more__md": update("", "2027-03-09T09:00Z"), "02_more__de__md": update(LINK, "2027-03-04T09:00Z")},
        {"01_first__de__md": update(LINK, more="draft: true\n")},
        {"review__md": f"{REVIEW}\n{LINK}\n".replace("cause", "draft: true\ncause")},
        {"review__md": f"{REVIEW}\n{LINK}\n".replace("03-05T09", "03-06T09")},
        {"review__md": REVIEW, "review__de__md": f"{REVIEW}\n{LINK}\n".replace("cause", "draft: true\ncause")},
        {"review__md": REVIEW.replace("cause", "draft: true\ncause"), "review__de__md": f"{REVIEW}\n{LINK}\n"},
        {"incident__md": f"{INCIDENT}\n{LINK}\n", "01_first__md": update(more="draft: true\n")},
        {
            "pages/help__md": "---\ntitle: Help\n---\n\n[The letter](../incidents/tickets/files/letter.txt)\n",
            "01_first__md": update(published="2027-03-09T09:00Z"),
        },
        {"01_first__md": update(), "01_first__fr__md": update(LINK)},
    ],
    ids="-".join,
)
def test_held_back_with_what_links_to_it(texts: dict[str, str]) -> None:
    """A file linked only from hidden texts is not published; the writer is informed, and the preview shows it."""
    checked = site_of(**texts)()
    assert not _published(checked)
    held = dict(unpublished.held_back(checked, publishing.publish(checked, NOW), NOW))
    assert held[f"{FOLDER}/files/letter.txt"] != "no text links to it"
    assert "SAF046" not in {one.code for one in checked.diagnostics}
    preview = publishing.attachments(publishing.preview(checked, NOW))
    assert bool(preview) == (not any("__fr__" in name for name in texts))


def test_it_comes_with_the_first() -> None:
    """A file is published at the minute of the first text that links to it."""
    checked = site_of(**{"02_more__md": update(LINK, "2027-03-09T09:00Z"), "03_again__md": update(LINK, "2027-03-12T09:00Z")})()
    assert not _published(checked, datetime(2027, 3, 9, 8, 59, tzinfo=UTC))
    assert _published(checked, datetime(2027, 3, 9, 9, tzinfo=UTC))


NAMES = [
    "letter.txt",
    "Letter of March.txt",
    "Über uns.txt",
    "a+b&c=d.txt",
    "100%.txt",
    "deep/er/one.txt",
    "(1).txt",
    "résumé.txt",
]
SITE = SiteConfig(organisation=Organisation(name="L"), site=SiteSettings(url=ADDRESS))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "written",
    [
        "[x](<FILE>)",
        "[x](QUOTED 'a title')",
        "![x](QUOTED)",
        "[x][1]\n\n[1]: QUOTED",
        '[x]\n\n[X]: <FILE> "a title"',
        "<a href='QUOTED'>x</a>",
        '<p>\n<img src="QUOTED" alt=x>\n</p>',
        "<https://larkfield.example/status/incidents/tickets/QUOTED>",
        "http://LARKFIELD.example:80/status/incidents/tickets/QUOTED#page=2",
        "[x](/status/incidents/tickets/QUOTED)",
        "[x](./QUOTED)",
        "[x](../tickets/QUOTED?download)",
        "> - [x](QUOTED)",
        "| a |\n|---|\n| [x](QUOTED) |",
    ],
)
def test_however_it_is_written(name: str, written: str) -> None:
    """Every form of a link counts, with every name that a file can have, in other capitals and in the other form of an accent."""
    path = f"content/incidents/tickets/files/{name}"
    for said in (f"files/{name}", unicodedata.normalize("NFD", f"files/{name}"), f"Files/{name.upper()}"):
        body = written.replace("QUOTED", quote(said)).replace("FILE", said.replace("%", "%25"))
        page = PageDocument(source=Source("content/incidents/tickets/01-x.md", body), slug="x", title="X", body=body)
        assert linked([page], SITE, [path]) == {path}


@pytest.mark.parametrize(
    "body",
    [
        "files/letter.txt",
        "`[x](files/letter.txt)`",
        "```\n[x](files/letter.txt)\n```",
        "\\[x](files/letter.txt)",
        "<!-- [x](files/letter.txt) -->",
        "<!-- never closed\n\n[x](files/letter.txt)",
        "<script>\n<a href='files/letter.txt'>x</a>\n</script>",
        "<template><a href='files/letter.txt'>x</a></template>",
        "<a data-href='files/letter.txt' name='files/letter.txt'>x</a>",
        "[x](files/letter.txt.zip)",
        "[x](files/)",
        "[x](../other/files/letter.txt)",
        "[x](https://other.example/status/incidents/tickets/files/letter.txt)",
        "[x](https://larkfield.example/incidents/tickets/files/letter.txt)",
        "[x](https://larkfield.example:8443/status/incidents/tickets/files/letter.txt)",
        "[x](mailto:files/letter.txt)",
        "[x](ftp://larkfield.example/status/incidents/tickets/files/letter.txt)",
        "[x](https://[::1/files/letter.txt)",
        "[x]: files/letter.txt",
        "<div>\n<![foo[ <a href='files/letter.txt' title=x",
        "<div>\n<!DOCTYPE a href='files/letter.txt'>",
        "<div>\n<?a href='files/letter.txt'?>",
    ],
)
def test_what_is_no_link(body: str) -> None:
    """A link that no reader could follow does not count."""
    page = PageDocument(source=Source("content/incidents/tickets/01-x.md", body), slug="x", title="X", body=body)
    assert linked([page], SITE, ["content/incidents/tickets/files/letter.txt"]) == frozenset()


_PIECES = st.sampled_from(
    [
        "<",
        ">",
        "!",
        "[",
        "]",
        "--",
        "<![",
        "<div>\n",
        "a",
        "href=",
        "'",
        '"',
        "files/letter.txt",
        "(",
        ")",
        "\n",
        " ",
        "?",
        "%",
        "://",
        "[::1",
    ]
)


@given(st.text(max_size=200) | st.lists(_PIECES, max_size=40).map("".join))
def test_any_text(body: str) -> None:
    """Any text can be searched for links, and none gives a link to a file that is not there."""
    path = "content/incidents/tickets/files/letter.txt"
    page = PageDocument(source=Source("content/incidents/tickets/01-x.md", body), slug="x", title="X", body=body)
    assert linked([page], SITE, [path]) <= {path}
    assert linked([page], SITE, []) == frozenset()


def test_related() -> None:
    """Related incidents are shown once each if something of them is published; an incident is never related to itself."""
    other = {
        "content/incidents/other/incident.md": INCIDENT.replace("Someone read tickets", "Somebody else"),
        "content/incidents/other/01-first.md": update(published="2027-03-09T09:00Z"),
    }
    files = {
        "site_config.yml": CONFIG,
        f"{FOLDER}/incident.md": INCIDENT.replace("aware", "related: [other, tickets, nowhere, other]\naware"),
        f"{FOLDER}/01-first.md": update(),
        **other,
    }
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    checked = checking.check(raw, NOW)
    assert sorted(one.message for one in checked.diagnostics if one.code == "CON026") == [
        "`other` is listed under `related` twice",
        "`tickets` is this incident itself",
        "there is no incident in a folder called `nowhere`, so readers are not shown it",
    ]
    (incident,) = publishing.publish(checked, NOW).incidents
    assert incident.folder.incident.related == ()
    later = {incident.slug: incident for incident in publishing.publish(checked, datetime(2027, 3, 10, tzinfo=UTC)).incidents}
    assert later["tickets"].folder.incident.related == ("other",)
