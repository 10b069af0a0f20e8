"""A site in several languages: every page in each, the same facts in all, and nothing passed off as translated."""

import html as escaping
import re
import shutil
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import html5lib
import pytest

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.cli.main import run
from generator.content.settings import parse_settings
from generator.model.source import Source
from generator.pipeline import building, checking, publishing

ROOT = Path(__file__).parents[2]
NOW = "2026-11-23T12:00Z"
SITE = "https://status.larkfield.example/"
TICKETS = "content/incidents/support-tickets"
THIRD = f"{TICKETS}/03-numbers-and-corrections.de.md"


def _pages(site: Path) -> dict[str, str]:
    """Every page but the one for missing addresses and one that has moved, by address relative to the site's."""
    return {
        page.relative_to(site).as_posix().removesuffix("index.html"): page.read_text(encoding="utf-8")
        for page in site.rglob("index.html")
        if page.parent.name != "promises"
    }


def _build(root: Path, now: str = NOW) -> dict[str, str]:
    assert run(["build", "--root", str(root), "--now", now]) == 0
    return _pages(root / "site")


def _statement(html: str) -> str:
    """What a page says, without its frame."""
    block: str
    (block,) = re.findall(r'<div id="large-print">.*?(?=</main>|</article>)', html, flags=re.DOTALL)
    return block


def _text(html: str) -> str:
    return " ".join(escaping.unescape(re.sub(r"<[^>]+>", "", html)).split())


def _times(html: str) -> list[str]:
    return sorted(re.findall(r'<time[^>]* datetime="([^"]*)"', _statement(html)))


@pytest.fixture(scope="module")
def partly(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages of a copy in which the newest update, a review, an incident's own file and a page have no German yet."""
    root = tmp_path_factory.mktemp("partly")
    shutil.copy(ROOT / "site_config.yml", root)
    shutil.copytree(ROOT / "content", root / "content")
    for path in (
        f"{TICKETS}/05-password-source.de.md",
        "content/incidents/meter-portal/review.de.md",
        "content/incidents/false-alarm-login/incident.de.md",
        "content/pages/about.de.md",
    ):
        (root / path).unlink()
    return _build(root)


def test_every_page_in_every_language(built: Path) -> None:
    """What has a page in one language has one in the other, which says its language and direction."""
    pages = _pages(built)
    ours = {address for address in pages if not address.startswith("de/")}
    assert {f"de/{address}" for address in ours} == pages.keys() - ours
    for address, html in pages.items():
        parsed = html5lib.parse(html, namespaceHTMLElements=False)
        assert parsed.get("lang") == ("en" if address in ours else "de"), address
        assert parsed.get("dir", "ltr") == "ltr"


def test_alternates_are_complete(built: Path) -> None:
    """Head and site map name each page's versions in every language, itself among them, all saying the same; others are led to the original."""
    space, xhtml = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
    listed = {
        url.findtext(f"{space}loc"): {link.get("hreflang"): link.get("href") for link in url.iter(f"{xhtml}link")}
        for url in ET.parse(built / "sitemap.xml").getroot()
    }
    pages = _pages(built)
    assert listed.keys() == {SITE + address for address in pages}
    for address, html in pages.items():
        head = html5lib.parse(html, namespaceHTMLElements=False).find("head")
        found = {link.get("hreflang"): link.get("href") for link in head.iter("link") if link.get("hreflang")}
        path = address.removeprefix("de/")
        assert found == {"en": SITE + path, "de": f"{SITE}de/{path}", "x-default": SITE + path}, address
        assert listed[SITE + address] == found


def test_links_stay_in_the_language(built: Path) -> None:
    """From a German page one gets to German pages alone, but by the link in the header to the same page in English."""
    for address, html in _pages(built).items():
        if not address.startswith("de/"):
            continue
        body = html5lib.parse(html, namespaceHTMLElements=False).find("body")
        switch = [element for element in body.iter("a") if element.get("hreflang")]
        assert [(link.get("lang"), link.text) for link in switch] == [("en", "English")]
        assert [urljoin(SITE + address, link.get("href")) for link in switch] == [SITE + address.removeprefix("de/")]
        for link in body.iter("a"):
            target = urlsplit(urljoin(SITE + address, link.get("href") or ""))
            is_page = f"{target.scheme}://{target.netloc}/" == SITE and target.path.endswith("/")
            assert not is_page or link in switch or target.path.startswith("/de/"), (address, link.get("href"))


def test_the_same_times_in_every_language(built: Path) -> None:
    """The machine-readable times of a page, of its updates, promises and corrections, are those of its original."""
    pages = _pages(built)
    compared = 0
    for address, html in pages.items():
        if address.startswith("de/"):
            assert _times(html) == _times(pages[address.removeprefix("de/")]), address
            compared += len(_times(html))
    assert compared > 100


def test_the_same_counts_in_every_language(built: Path) -> None:
    """Counts are the same, written as each language writes them; what is not a figure is the other language's."""
    pages = _pages(built)
    english, german = (_text(_statement(pages[f"{place}incidents/support-tickets/3/"])) for place in ("", "de/"))
    assert "1,212 of 18,400 customers" in english.replace("\N{NO-BREAK SPACE}", " ")
    assert "1.212 Kundinnen und Kunden von insgesamt 18.400" in german.replace("\N{NO-BREAK SPACE}", " ")
    for words in ("They opened the tickets", "We never ring", "Support desk", "every day from 8 to 20", "card number"):
        assert words not in german, words
    for words in (
        *(
            "Die Eindringlinge haben die Anfragen von",
            "Wir rufen nie an",
            "Sam Reed und das Vorfallsteam",
            "täglich von 8 bis 20 Uhr",
        ),
        *("Kartennummer", "Am 10. November haben wir gesagt"),
    ):
        assert words in german, words
    assert "System des Kundendienstes" in _text(pages["de/incidents/support-tickets/"])


def test_nothing_of_the_original_is_left(built: Path) -> None:
    """Where everything is translated, no part of a German page is marked as another language, but addresses of feeds and the switch."""
    for address, html in _pages(built).items():
        if address.startswith("de/") and not address.endswith("subscribe/"):
            assert re.findall(r'<(?!a\b)\w+[^>]* lang="en"[^>]*>.{0,60}', _statement(html)) == [], address
            assert "noch nicht übersetzt" not in html, address


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("incidents/support-tickets/", "A member of staff had used the password on another website as well."),
        ("incidents/support-tickets/5/", "A member of staff had used the password on another website as well."),
        ("incidents/meter-portal/review/", "Our tests used one customer."),
        ("about/", "supplies electricity and gas to 18,400 homes"),
    ],
)
def test_what_is_missing_is_said(partly: dict[str, str], address: str, english: str) -> None:
    """A page without a translation says so in its own language, and shows the original, marked with its language."""
    html = partly[f"de/{address}"]
    # What earlier updates said of the incident is in German, so that it is not the original that is read there.
    in_part = "support-tickets" in address
    assert ("Noch ist nicht alles übersetzt." in _text(html)) is in_part
    assert ("noch nicht übersetzt" in _text(html)) is not in_part
    marked = {
        " ".join("".join(element.itertext()).split())
        for element in html5lib.parse(html, namespaceHTMLElements=False).iter()
        if element.get("lang") == "en" and element.get("dir") == "ltr"
    }
    assert any(english in text for text in marked)
    assert "noch nicht übersetzt" not in partly[address]


def test_only_what_is_missing_is_said(partly: dict[str, str]) -> None:
    """An update that is translated is shown translated while a newer one is not; the home page names the open incident in German."""
    third = _text(partly["de/incidents/support-tickets/3/"])
    assert "noch nicht übersetzt" not in third
    assert "nicht alles übersetzt" not in third
    assert "Die Eindringlinge haben die Anfragen von" in third
    assert "Jemand hat Anfragen an unseren Kundendienst gelesen" in _text(partly["de/"])
    assert '<bdi lang="en" dir="ltr">Unknown logins to our billing system</bdi>' in partly["de/incidents/"]


def test_the_newest_update_is_missing_on_the_home_page_too(partly: dict[str, str]) -> None:
    """Readers of only the home page learn that the newest statement is not translated."""
    assert "Noch ist nicht alles übersetzt." in _text(partly["de/"])
    assert "nicht alles übersetzt" not in _text(partly[""])


def _everything(root: Path) -> str:
    assert run(["build", "--root", str(root), "--now", NOW]) == 0
    texts = (file.read_text(encoding="utf-8") for file in (root / "site").rglob("*") if file.suffix in {".html", ".xml", ".json"})
    return "\n".join(texts)


def test_a_held_back_update_in_no_language(root: Path) -> None:
    """The translation of a draft is nowhere, nor that of an update whose time has not come, nor a drafted translation."""
    for name in ("05-password-source.md", "05-password-source.de.md"):
        file = root / TICKETS / name
        text = file.read_text(encoding="utf-8")
        later = text.replace("published: 2026-11-20T16:40Z", "published: 2026-11-23T12:01Z\nlate: Es hat gedauert.")
        assert later != text
        file.write_text(later, encoding="utf-8")
    third = root / THIRD
    third.write_text(
        third.read_text(encoding="utf-8").replace("status: contained", "status: contained\ndraft: true"), encoding="utf-8"
    )
    everything = _everything(root)
    assert "woher das Passwort kam" not in everything
    assert "Jemand aus unserem Haus hatte" not in everything
    assert "zwei Dinge, bei denen wir falschlagen" not in everything
    assert "two things we got wrong" in everything
    draft = root / TICKETS / "05-password-source.md"
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("2026-11-23T12:01Z", "2026-11-20T16:40Z\ndraft: true"), encoding="utf-8"
    )
    assert "woher das Passwort kam" not in _everything(root)


def test_attachments_of_a_translation(root: Path) -> None:
    """A file that a translation links to is where the link leads, from every German page that shows the text."""
    folder = root / TICKETS
    (folder / "files").mkdir()
    (folder / "files/letter.txt").write_text("Dear customer\n", encoding="utf-8")
    for name, words in (("03-numbers-and-corrections.md", "our letter"), ("03-numbers-and-corrections.de.md", "unser Brief")):
        file = folder / name
        file.write_text(f"{file.read_text(encoding='utf-8')}\nSee [{words}](files/letter.txt).\n", encoding="utf-8")
    html = _build(root)["de/incidents/support-tickets/3/"]
    ((href, _),) = re.findall(r'<a href="([^"]*letter\.txt)"[^>]*>(unser Brief)', html)
    path = urlsplit(urljoin(f"{SITE}de/incidents/support-tickets/3/", href)).path
    assert path == "/incidents/support-tickets/files/letter.txt"
    assert (root / "site" / path.lstrip("/")).is_file()


@pytest.mark.parametrize("theme", ["material", "lifeboat"])
def test_from_right_to_left(three_languages: dict[str, Path], theme: str) -> None:
    """Arabic pages read from right to left, in Arabic where it is translated; what is not keeps its language and direction."""
    pages = _pages(three_languages[theme])
    for address in ("ar/", "ar/incidents/support-tickets/", "ar/incidents/support-tickets/5/", "ar/about/", "ar/subscribe/"):
        parsed = html5lib.parse(pages[address], namespaceHTMLElements=False)
        assert (parsed.get("lang"), parsed.get("dir") or parsed.find("body").get("dir")) == ("ar", "rtl"), address
    incident = pages["ar/incidents/support-tickets/"]
    assert "استعمل أحد موظفينا كلمة المرور نفسها" in incident
    assert '<bdi lang="en" dir="ltr">They opened the tickets of 1,212 customers.' in incident
    assert re.search(r'<div lang="en" dir="ltr">\s*<p>Larkfield Energy supplies', pages["ar/about/"])
    assert _times(incident) == _times(pages["incidents/support-tickets/"])


def test_findings_of_translations_in_the_preview(root: Path) -> None:
    """The preview shows what is found in a translation on its own page, and what is found in the original on both."""
    file = root / THIRD
    file.write_text(file.read_text(encoding="utf-8").replace("watch:\n    do: Wir", "wotch:\n    do: Wir"), encoding="utf-8")
    now = datetime(2026, 11, 23, 12, tzinfo=UTC)
    site = publishing.preview(checking.check(read_site(root, 1 << 20), now), now)
    made = {
        one.path: one.data.decode() for one in building.render(site, read_theme("lifeboat", root)) if one.path.endswith(".md")
    }
    page = "incidents/support-tickets/3/index.md"
    assert "`wotch` is not a name in 03-numbers-and-corrections.md" in _text(made[f"docs/de/{page}"])
    assert "wotch" not in made[f"docs/{page}"]


CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, language: en, languages: [en, pt-BR]}
contact: {hours: every day}
systems: [Billing]
"""


def test_translations_of_the_configuration() -> None:
    """What the configuration says is laid beside its translation."""
    document = parse_settings(
        Source(
            "site_config.yml",
            CONFIG
            + "translations: {pt-BR: {organisation: Larkfield Energia, contact: {hours: todos os dias}, systems: {Billing: Faturas}}}",
        ),
        (),
    )
    assert document.problems == ()
    assert document.config is not None
    assert document.config.translations == {
        "pt-BR": {"Larkfield Energy": "Larkfield Energia", "every day": "todos os dias", "Billing": "Faturas"}
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{de: {organisation: Larkfield}}", "`de` is not a key of `translations`"),
        ("{en: {organisation: Larkfield}}", "`en` is not a key of `translations`"),
        ("{pt-BR: {organization: Larkfield}}", "`organization` is not a key of `pt-BR`"),
        ("{pt-BR: {systems: {Biling: Faturas}}}", "`Biling` is not a key of `systems`"),
        ("{pt-BR: {contact: {phone: 123}}}", "`phone` is not a key of `contact`"),
        ("{pt-BR: {contact: {who: Sam}}}", "`who` has no original"),
        ("{pt-BR: {title: Incidentes}}", "`title` has no original"),
        ("{pt-BR: }", ""),
        ("[pt-BR]", "`translations` cannot be a list"),
    ],
)
def test_what_cannot_be_translated(given: str, message: str) -> None:
    """Unknown languages, and translations of texts that do not exist, are refused; a language without any translation is invalid."""
    problems = parse_settings(Source("site_config.yml", f"{CONFIG}translations: {given}\n"), ()).problems
    assert [one.message for one in problems][:1] == ([message] if message else [])
