"""Contacts are on every page and in every message, and work as links."""

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from functools import cache
from html import unescape

import pytest

from generator.adapters.theme_files import read_theme
from generator.model.source import RawFile
from generator.pipeline import building, checking, exporting, publishing
from generator.render import site as render_site
from generator.render.exports import Form
from tests.render.sites import ROOT

NOW = datetime(2027, 6, 1, tzinfo=UTC)
PHONE = "+44 (0)113 496 0018 ext. 12 or 0800 ENERGY1"
DIALLED = {"tel:+441134960018;ext=12", "tel:08003637491"}
THEIRS = {"tel:02079460018"}
BODY = "[ring](tel:+44(0)1134960018) <tel:0800ENERGY1> [write](mailto:mailto:desk@störung.example) [bad](tel:us) [worse](mailto:desk)"


@cache
def _site(language: str = "en") -> render_site.Site:
    def update(title: str) -> str:
        return (
            f"---\ntitle: {title}\npublished: 2027-03-03T03:00Z\nstatus: investigating\nknown: {{entry: One.}}\nunknown: {{whose: Two.}}\n"
            f"next_steps: {{log: Three.}}\nactions: Four.\nnext_update: 2027-12-01T00:00Z\n---\n\n{BODY}\n"
        )

    incident = "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n"
    files = {
        "site_config.yml": f"organisation: {{name: Larkfield, domains: [störung.example]}}\nsite: {{url: https://störung.example, language: {language}}}\n"
        f"contact: {{email: 'mailto:desk@störung.example', phone: {PHONE}}}\n"
        "security_txt: {contact: ['+44 (0)113 496 0018', 'MAILTO:desk@störung.example?subject=x'], expires: 2027-12-01}\n",
        "content/incidents/tickets/incident.md": f"{incident}---\n",
        "content/incidents/tickets/01-a.md": update("Tickets"),
        "content/incidents/bills/incident.md": f"{incident}contact: {{phone: ٠٢٠ ٧٩٤٦ ٠٠١٨, email: bills@störung.example}}\n---\n",
        "content/incidents/bills/01-a.md": update("Bills"),
        "content/pages/faq.md": f"---\ntitle: Questions\n---\n{BODY}\n",
    }
    raw = [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]
    checked = checking.check(raw, NOW)
    assert not {one.code for one in checked.diagnostics} & {"FRM007", "SAF051", "SAF036"}
    assert sum(one.code == "SAF032" for one in checked.diagnostics) == 6
    return publishing.publish(checked, NOW)


def _made(theme: str, language: str = "en") -> dict[str, bytes]:
    return {artifact.path: artifact.data for artifact in building.render(_site(language), read_theme(theme, ROOT))}


def _links(html: str) -> set[str]:
    return {unescape(href) for href in re.findall(r'href="((?:tel|mailto):[^"]*)"', html)}


def _check(links: set[str]) -> None:
    for link in links:
        assert re.fullmatch(r"tel:\+?[0-9]{3,15}(?:;ext=[0-9]+)?|mailto:[!-~]+@[a-z0-9.-]+", link), link
        assert link.count("mailto:") < 2


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_pages(theme: str, language: str) -> None:
    """Every link of every page can be dialled or written to, and shows what was written."""
    made = _made(theme, language)
    for path, data in made.items():
        if path.endswith(".md") or path == "overrides/missing.html":
            _check(_links(data.decode()))
    page = made["docs/incidents/tickets/index.md"].decode()
    assert _links(page) >= DIALLED | {"mailto:desk@xn--strung-xxa.example", "tel:+441134960018"}
    shown = unescape(re.sub("<[^>]*>", "", page))
    assert PHONE in shown
    assert "desk@störung.example" in shown
    assert ' or <a href="tel:' in page
    other = made["docs/incidents/bills/index.md"].decode()
    assert _links(other) >= {*THEIRS, "mailto:bills@xn--strung-xxa.example"}
    assert "٠٢٠ ٧٩٤٦ ٠٠١٨" in other


def test_elsewhere() -> None:
    """Feeds, messages and letters too; and what programs read is as they read it."""
    made = _made("material")
    for path, data in made.items():
        if path.endswith("feed.json"):
            for item in json.loads(data)["items"]:
                _check(_links(item["content_html"]))
                assert len(_links(item["content_html"])) >= 4
    site = _site()
    for incident in site.incidents:
        _, _, files = exporting.export(site, incident, Form, read_theme("material", ROOT))
        for artifact in files:
            if artifact.path.endswith(".html"):
                _check(_links(artifact.data.decode()))
            if artifact.path.endswith(".eml"):
                assert message_from_bytes(artifact.data)["From"].endswith("@xn--strung-xxa.example>")
    front = json.loads(made["docs/incidents/tickets/index.md"].decode().removeprefix("---\n").partition("\n---\n")[0])
    assert '"telephone":["+441134960018;ext=12","08003637491"]' in front["data"]
    assert '"email":"desk@xn--strung-xxa.example"' in front["data"]
    text = made["docs/.well-known/security.txt"].decode()
    assert "Contact: tel:+441134960018\n" in text
    assert "Contact: mailto:desk@xn--strung-xxa.example?subject=x\n" in text
    assert all(
        data.decode().isascii() for path, data in made.items() if path.endswith(("sitemap.xml", "robots.txt", "security.txt"))
    )
    for path, data in made.items():
        assert "https://störung" not in data.decode("utf-8", "ignore"), path


@pytest.mark.parametrize(
    ("email", "help"),
    [
        ("Desk <desk@larkfield.example>", "email: desk@larkfield.example"),
        ("desk@larkfield.example?subject=Tickets", "email: desk@larkfield.example"),
        ("write to desk@larkfield.example.", "email: desk@larkfield.example"),
        ("desk@larkfield.example, help@larkfield.example", "write one"),
        ("desk at larkfield.example", "write one"),
    ],
)
def test_refused(email: str, help: str) -> None:
    """What is no address is refused, with the address that was meant."""
    config = f"organisation: {{name: L}}\nsite: {{url: https://s.example/}}\ncontact: {{email: '{email}'}}\n".encode()
    (found,) = (
        one for one in checking.check([RawFile("site_config.yml", config, len(config))], NOW).diagnostics if one.code == "FRM007"
    )
    assert help in found.help
