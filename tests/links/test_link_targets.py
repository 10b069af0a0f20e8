"""Links in author text are resolved."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from generator.content.assembly import assemble
from generator.links.link_targets import ANCHORS, LinkKind, LinkTargets, composed
from generator.model.source import RawFile
from generator.pipeline import building
from tests.render.sites import NOW, ROOT, own, theme

UPDATE = """---
title: {title}
published: {published}
status: investigating
known: {{entry: Someone read tickets.}}
unknown: {{whose: Whose tickets they read.}}
next_steps: {{log: We read the log.}}
actions: {{password: {{do: Change your password., urgency: now}}}}
next_update: 2030-01-01T00:00Z
{more}---

{body}
"""
CONFIG = """organisation: {{name: Larkfield Energy, domains: [larkfield.example]}}
site: {{url: "{url}", languages: [de, pt-BR]}}
systems: [Support desk]
"""
INCIDENT = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n{more}---\n\n{body}\n"
AT = datetime(2027, 6, 1, tzinfo=UTC)


def _files(url: str = "https://status.larkfield.example/", **bodies: str) -> dict[str, str]:
    top = "content/incidents/tickets/"

    def update(title: str, published: str, more: str = "") -> str:
        return UPDATE.format(title=title, published=published, more=more, body=bodies.get(title, ""))

    return {
        "site_config.yml": CONFIG.format(url=url),
        f"{top}incident.md": INCIDENT.format(
            more="questions: {refund: {ask: Who pays?, answer: We do.}}\n", body=bodies.get("incident", "")
        ),
        f"{top}01-first-statement.md": update("One", "2027-03-03T03:00Z"),
        f"{top}02-scope.md": update("Two", "2027-03-04T03:00Z"),
        f"{top}02-scope.de.md": update("Zwei", "2027-03-04T03:00Z"),
        f"{top}03-later.md": update("Three", "2027-09-01T03:00Z"),
        f"{top}04-draft.md": update("Four", "2027-09-02T03:00Z", "draft: true\n"),
        f"{top}review.md": f"---\ntitle: Review\npublished: 2027-05-01T03:00Z\ncause: A password.\n---\n\n{bodies.get('Review', '')}\n",
        f"{top}files/letter.pdf": "%PDF-",
        f"{top}files/our letter (new).pdf": "%PDF-",
        f"{top}files/\N{LATIN CAPITAL LETTER U}\N{COMBINING DIAERESIS}bersicht.pdf": "%PDF-",
        f"{top}files/100%25.pdf": "%PDF-",
        f"{top}files/tool.exe": "MZ",
        "content/incidents/billing/incident.md": INCIDENT.format(more="", body=""),
        "content/incidents/billing/01-bills.md": update("Bills", "2027-03-05T03:00Z"),
        "content/incidents/billing/files/map.png": "png",
        "content/pages/faq.md": f"---\ntitle: Questions\n---\n\n{bodies.get('faq', '')}\n",
        "content/pages/faq.de.md": f"---\ntitle: Fragen\n---\n\n{bodies.get('fragen', '')}\n",
        "content/plan.yml": "roles: {}\n",
        "content/templates/stolen.md": "---\ntitle: Stolen\n---\n",
    }


def _raw(files: dict[str, str]) -> tuple[RawFile, ...]:
    return tuple(RawFile(path, text.encode(), len(text.encode())) for path, text in files.items())


@cache
def _linking(url: str = "https://status.larkfield.example/") -> LinkTargets:
    content = assemble(_raw(_files(url)))
    assert content.config.config is not None
    return LinkTargets(content.config.config, content.incidents, content.pages, content.page_translations)


TICKETS, FAQ = "incidents/tickets/", "faq/"


@pytest.mark.parametrize(
    ("href", "base", "address", "language"),
    [
        # The file that a page is made of.
        ("01-first-statement.md", TICKETS, "incidents/tickets/1/", None),
        ("./02-scope.md", TICKETS, "incidents/tickets/2/", None),
        ("02-scope.de.md", TICKETS, "incidents/tickets/2/", "de/"),
        ("02-scope", TICKETS, "incidents/tickets/2/", None),
        ("incident.md", TICKETS, "incidents/tickets/", None),
        ("review.md", TICKETS, "incidents/tickets/review/", None),
        ("../billing/01-bills.md", TICKETS, "incidents/billing/1/", None),
        ("../billing/", TICKETS, "incidents/billing/", None),
        ("../../pages/faq.md", TICKETS, "faq/", None),
        ("../../pages/faq.de.md", TICKETS, "faq/", "de/"),
        ("faq.md", FAQ, "faq/", None),
        ("../incidents/tickets/01-first-statement.md", FAQ, "incidents/tickets/1/", None),
        ("/content/incidents/tickets/02-scope.md", FAQ, "incidents/tickets/2/", None),
        ("/incidents/tickets/02-scope.md", FAQ, "incidents/tickets/2/", None),
        # The page's own address, as seen from the incident's page, an update's, and the root.
        ("1/", TICKETS, "incidents/tickets/1/", None),
        ("1", TICKETS, "incidents/tickets/1/", None),
        ("../1/", TICKETS, "incidents/tickets/1/", None),
        ("../review/", TICKETS, "incidents/tickets/review/", None),
        ("./", TICKETS, "incidents/tickets/", None),
        ("../../faq/", TICKETS, "faq/", None),
        ("/", FAQ, "", None),
        ("/de/", FAQ, "", "de/"),
        ("/incidents/tickets", FAQ, "incidents/tickets/", None),
        ("/incidents/tickets/index.html", FAQ, "incidents/tickets/", None),
        ("/pt-BR/incidents/tickets/1/", FAQ, "incidents/tickets/1/", "pt-BR/"),
        ("/incidents/ticket%73/", FAQ, "incidents/tickets/", None),
        # In full.
        ("https://status.larkfield.example/faq/", TICKETS, "faq/", None),
        ("HTTP://STATUS.Larkfield.EXAMPLE:80/faq", "", "faq/", None),
        ("https://status.larkfield.example:443", "", "", None),
        ("https://status.larkfield.example./de/faq/", "", "faq/", "de/"),
        ("https://status.larkfield.example/incidents/tickets/01-first-statement.md", "", "incidents/tickets/1/", None),
        # What the generator makes.
        ("/subscribe/", FAQ, "subscribe/", None),
        ("/feed.xml", FAQ, "feed.xml", ""),
        ("/de/atom.xml", FAQ, "atom.xml", "de/"),
        ("/archive/atom-1.xml", FAQ, "archive/atom-1.xml", ""),
        # Where 0.1 had an archive in another format.
        ("/archive/feed-1.xml", FAQ, "archive/atom-1.xml", ""),
        ("/systems/support-desk/archive/feed-12.json", FAQ, "systems/support-desk/archive/atom-12.xml", ""),
        ("/systems/support-desk/feed.json", FAQ, "systems/support-desk/feed.json", ""),
        ("feed.xml", TICKETS, "incidents/tickets/feed.xml", ""),
        ("/incidents/tickets/calendar.ics", FAQ, "incidents/tickets/calendar.ics", ""),
        ("/de/calendar.ics", FAQ, "calendar.ics", "de/"),
        ("/pt-BR/incidents/tickets/calendar.ics", FAQ, "incidents/tickets/calendar.ics", "pt-BR/"),
        ("/api/v2/summary.json", FAQ, "api/v2/summary.json", ""),
        # Attachments.
        ("files/letter.pdf", TICKETS, "incidents/tickets/files/letter.pdf", ""),
        ("./files/letter.pdf?x=1", TICKETS, "incidents/tickets/files/letter.pdf", ""),
        ("files/our%20letter%20(new).pdf", TICKETS, "incidents/tickets/files/our letter (new).pdf", ""),
        ("files/100%2525.pdf", TICKETS, "incidents/tickets/files/100%25.pdf", ""),
        ("files/%C3%9Cbersicht.pdf", TICKETS, "incidents/tickets/files/Übersicht.pdf", ""),
        ("files/U%CC%88bersicht.pdf", TICKETS, "incidents/tickets/files/Übersicht.pdf", ""),
        ("../billing/files/map.png", TICKETS, "incidents/billing/files/map.png", ""),
        ("../incidents/tickets/files/letter.pdf", FAQ, "incidents/tickets/files/letter.pdf", ""),
    ],
)
def test_leads_to_a_page_or_a_file(href: str, base: str, address: str, language: str | None) -> None:
    """A page or a file is found by any of its names."""
    lead = _linking().lead(href, base)
    assert (lead.inside, lead.address, lead.language, lead.missing) == (True, address, language, "")
    assert lead.opens(AT)


@pytest.mark.parametrize(
    "href",
    [
        *("05-missing.md", "01-first.md", "02-scope.fr.md", "9/", "/incidents/9/", "../9/", "/en/faq/", "/De/faq/", "/faq/more/"),
        *("https://status.larkfield.example/incidents/tickets/9/", "https://status.larkfield.example/Faq/", "files/leter.pdf"),
        *(
            "../../plan.yml",
            "../../templates/stolen.md",
            "../../../site_config.yml",
            "ledger.lock",
            "files/tool.exe",
            "files\\letter.pdf",
        ),
        *(
            "../../../../../faq/",
            "/archive/feed-0.xml",
            "/de/api/v2/summary.json",
            "//status.larkfield.example/",
            "ftp://x.example/",
        ),
        *(
            "mailto:",
            "mailto:desk",
            "tel:us",
            "tel:+999123456",
            "javascript:alert(1)",
            "https://a@status.larkfield.example/",
            "",
            "  ",
        ),
    ],
)
def test_leads_nowhere(href: str) -> None:
    """An address without a page or file leads nowhere."""
    assert _linking().lead(href, TICKETS).kind is LinkKind.NOWHERE


@pytest.mark.parametrize(
    "href",
    ["03-later.md", "04-draft.md", "/incidents/tickets/3/", "../4/", "https://status.larkfield.example/incidents/tickets/4/"],
)
def test_what_is_held_back(href: str) -> None:
    """A text that readers do not see yet is known, but a link to it does not open."""
    lead = _linking().lead(href, TICKETS)
    assert lead.inside
    assert not lead.opens(AT)
    assert lead.opens(datetime(2028, 1, 1, tzinfo=UTC)) == ("3" in lead.address)


@pytest.mark.parametrize(
    "href", ["https://larkfield.example/faq/", "https://status.larkfield.example:8443/faq/", "https://elsewhere.example/"]
)
def test_leads_away(href: str) -> None:
    """Another host, or another port of the same host, is not this site."""
    assert _linking().lead(href, TICKETS).kind is LinkKind.AWAY


@pytest.mark.parametrize(
    ("href", "kind", "address"),
    [
        ("/news/faq/", LinkKind.PAGE, "faq/"),
        ("/faq/", LinkKind.PAGE, "faq/"),
        ("https://larkfield.example/news/incidents/tickets/", LinkKind.PAGE, "incidents/tickets/"),
        ("https://larkfield.example/news", LinkKind.PAGE, ""),
        ("https://larkfield.example/newsletter", LinkKind.AWAY, "https://larkfield.example/newsletter"),
        ("/help", LinkKind.AWAY, "https://larkfield.example/help"),
        ("/news/help", LinkKind.NOWHERE, ""),
        ("01-first-statement.md", LinkKind.PAGE, "incidents/tickets/1/"),
    ],
)
def test_site_with_a_path(href: str, kind: LinkKind, address: str) -> None:
    """A site that is only part of a host claims its own addresses and no others."""
    lead = _linking("https://larkfield.example/news").lead(href, TICKETS)
    assert (lead.kind, lead.address) == (kind, address)


@pytest.mark.parametrize("url", ["https://störung.example/", "https://xn--strung-xxa.example/"])
@pytest.mark.parametrize(
    "href", ["https://störung.example/faq/", "https://STÖRUNG.example/faq/", "https://xn--strung-xxa.example/faq/"]
)
def test_host_in_its_own_letters(url: str, href: str) -> None:
    """A host in its own letters equals the same host in ASCII."""
    assert _linking(url).lead(href).address == "faq/"


@pytest.mark.parametrize(
    ("href", "tail", "missing"),
    [
        ("01-first-statement.md#fact-entry", "#fact-entry", ""),
        ("1/#action-password", "#action-password", ""),
        ("#step-log", "#step-log", ""),
        ("incident.md#question-refund", "#question-refund", ""),
        ("/verify/#h-never", "#h-never", ""),
        ("/#incident-tickets", "#incident-tickets", ""),
        ("1/?from=mail#h-act", "?from=mail#h-act", ""),
        ("1/#:~:text=read", "#:~:text=read", ""),
        ("files/letter.pdf#page=2", "#page=2", ""),
        ("01-first-statement.md#questions", "", "questions"),
        ("1/#fact-other", "", "fact-other"),
        ("#what-we-did", "", "what-we-did"),
        ("/faq/#fact-entry", "", "fact-entry"),
    ],
)
def test_parts_of_a_page(href: str, tail: str, missing: str) -> None:
    """A link to a part that a page has leads to the part; a link to any other part leads to the page."""
    lead = _linking().lead(href, TICKETS)
    assert (lead.inside, lead.tail, lead.missing) == (True, tail, missing)


@pytest.mark.parametrize(
    ("href", "base", "near"),
    [
        ("01-first-statment.md", TICKETS, "01-first-statement.md"),
        ("1-first-statement.md", TICKETS, "01-first-statement.md"),
        ("01-First-Statement.md", TICKETS, "01-first-statement.md"),
        ("../pages/faq.md", TICKETS, "../../pages/faq.md"),
        ("../pages/fag.md", TICKETS, "../../pages/faq.md"),
        ("files/Letter.PDF", TICKETS, "files/letter.pdf"),
        ("files\\letter.pdf", TICKETS, "files/letter.pdf"),
        ("files/our_letter_(new).pdf", TICKETS, "files/our%20letter%20%28new%29.pdf"),
        ("https://status.larkfield.example/fag/", TICKETS, "https://status.larkfield.example/faq/"),
        ("/Subscribe/", FAQ, "/subscribe/"),
        ("/incidents/ticket/", FAQ, "/incidents/tickets/"),
        ("/incidents//tickets/", FAQ, "/incidents/tickets/"),
        ("desk@larkfield.example", FAQ, "mailto:desk@larkfield.example"),
        ("+442079460018", FAQ, "tel:+442079460018"),
        ("/incidents/tickets/9/", FAQ, "/incidents/tickets/"),
        # Texts that readers cannot see yet are not mentioned.
        ("04-drat.md", TICKETS, ""),
        ("/something/else/", FAQ, ""),
    ],
)
def test_nearest(href: str, base: str, near: str) -> None:
    """The replacement offered for a broken link leads to something that readers can open."""
    assert _linking().nearest(href, base, AT) == near
    assert not near or _linking().lead(near, base).opens(AT)


def test_targets() -> None:
    """Links of every form are found in a file's Markdown and in its keys."""
    body = """
[a](files/letter.pdf) ![b](../billing/files/map.png) [c][d] <a href="01-first-statement.md">e</a> `[f](3/)` https://status.larkfield.example/faq/

| [g](review.md) |
|---|

[d]: /subscribe/
"""
    content = assemble(_raw(_files(Two=body)))
    (update,) = (one for folder in content.incidents for one in folder.updates if one.source.path.endswith("02-scope.md"))
    assert {lead.address for lead in _linking().targets(update)} == {
        *("incidents/tickets/files/letter.pdf", "incidents/billing/files/map.png", "subscribe/"),
        *("incidents/tickets/1/", "incidents/tickets/review/", "faq/"),
    }


@pytest.mark.no_cover
def test_every_file_of_a_site_is_known() -> None:
    """Everything that the generator makes can be linked to, except files whose names change with their content."""
    site = own()
    for artifact in building.render(site, theme()):
        path = artifact.path.removeprefix("docs/")
        if path == artifact.path or path.startswith("assets/") or "/preview-" in f"/{path}":
            continue
        address = path.removesuffix("index.md")
        lead = site.known.lead(f"{site.config.site.url}{address}")
        assert lead.inside, path
        assert f"{lead.language or ''}{lead.address}" == address


@pytest.mark.no_cover
def test_every_part_of_a_page_is_known() -> None:
    """A link may name exactly the parts that the pages of the repository's own site have."""
    site = own(NOW + timedelta(days=400))
    for artifact in building.render(site, theme()):
        if artifact.path.startswith("docs/") and artifact.path.endswith("index.md"):
            address = artifact.path.removeprefix("docs/").removesuffix("index.md")
            for name in re.findall(r'(?<=\s)id="([^"]+)"', artifact.data.decode().partition("\n---\n")[2]):
                assert not site.known.lead(f"/{address}#{name}").missing, (address, name)
    templates = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "themes").rglob("*.html"))
    assert {name for name in ANCHORS if f'id="{name}"' not in templates and f'"{name}"' not in templates} == set()


def test_names_are_compared_in_one_form() -> None:
    """Two files whose names look the same give a finding, because they would have one address."""
    files = _files()
    files["content/incidents/tickets/files/Übersicht.pdf"] = "%PDF-"
    content = assemble(_raw(files))
    (folder,) = (one for one in content.incidents if one.slug == "tickets")
    assert [problem.rule for problem in folder.problems] == ["clashing-names"]
    assert composed("U\N{COMBINING DIAERESIS}") == "Ü"
