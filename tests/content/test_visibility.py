"""Everything that shows a text, or says whether it is shown, decides alike at every moment."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.adapters.theme_files import read_theme
from generator.changes.model import SeenBy, SiteChangeKind
from generator.inspection.analysis import Analysis
from generator.model.artifact import Theme
from generator.model.document import Document, IncidentFolder
from generator.model.history import Base
from generator.model.source import RawFile
from generator.model.visibility import Visibility, latest, opens, released
from generator.pipeline import building, checking, publishing, reporting, sealing, unpublished
from tests.thorough import examples

ROOT = Path(__file__).parents[2]
BEGAN = datetime(2027, 3, 3, 3, tzinfo=UTC)
TOP = "content/incidents/lost-laptop"
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, languages: [en, de]}
contact: {email: incident@larkfield.example, hours: always, who: Sam Reed}
"""
#: Every text of the site that has a time of its own, and the file of each.
DATED = {
    "one": f"{TOP}/01-first.md",
    "two": f"{TOP}/02-second.md",
    "one-de": f"{TOP}/01-first.de.md",
    "two-de": f"{TOP}/02-second.de.md",
    "review": f"{TOP}/review.md",
    "review-de": f"{TOP}/review.de.md",
}
LETTER = f"{TOP}/files/letter.txt"
#: Where the letter may be linked to, besides: incident.md, and a page, which is always open.
LINKS = (*DATED, "incident", "page")


@dataclass(frozen=True)
class Made:
    """A site: each text's time of publication (in hours) and whether it is a draft, which texts exist, and which link to the letter."""

    texts: dict[str, tuple[int, bool]]
    link: str

    def files(self) -> dict[str, str]:
        """Return every file of it. Each text contains a unique word by which it is found in all outputs."""
        made = {"site_config.yml": CONFIG, LETTER: "Dear customer\n", f"{TOP}/incident.md": self._incident("")}
        made[f"{TOP}/incident.de.md"] = self._incident("-de")
        made["content/pages/help.md"] = f"---\ntitle: Help\n---\n\nmarkpage {self._linked('page', '../incidents/lost-laptop/')}\n"
        for name, (hour, draft) in self.texts.items():
            head = f"published: {BEGAN + timedelta(hours=hour):%Y-%m-%dT%H:%MZ}\n" + ("draft: true\n" if draft else "")
            body = f"\nmark{_word(name)} {self._linked(name)}\n"
            if name.startswith("review"):
                made[DATED[name]] = f"---\ntitle: What we learnt\n{head}cause: Nobody locked the room.\n---\n{body}"
            else:
                made[DATED[name]] = (
                    f"---\ntitle: A laptop is lost\n{head}status: investigating\nknown: {{lost: It is lost.}}\n"
                    "unknown: {data: What was on it.}\nnext_steps: {look: We look for it.}\nactions: There is nothing you can do yet.\n"
                    f"next_update: 2027-05-30T09:00Z\n---\n{body}"
                )
        return made

    def _incident(self, tag: str) -> str:
        aware = "" if tag else "aware: 2027-03-03T01:00Z\n"
        return f"---\ntitle: A laptop is lost\n{aware}---\n\nmarkincident{tag.strip('-')} {self._linked(f'incident{tag}')}\n"

    def _linked(self, name: str, top: str = "") -> str:
        return f"[The letter]({top}files/letter.txt)" if name == self.link else ""

    # What readers see, determined independently of the program.

    def shown(self, name: str, at: int) -> bool:
        """Whether readers see a text at an hour."""
        if name in {"incident", "incident-de"}:
            return any(self.shown(one, at) for one in ("one", "two") if one in self.texts)
        if name == "page":
            return True
        if name not in self.texts:
            return False
        hour, draft = self.texts[name]
        if draft or hour > at:
            return False
        if name.endswith("-de"):
            return self.shown(name.removesuffix("-de"), at)
        return name != "review" or self.shown("incident", at)


def _word(name: str) -> str:
    return name.replace("-", "")


_TIMES = st.tuples(st.integers(0, 6), st.booleans())


@st.composite
def sites(draw: st.DrawFn) -> Made:
    """Sites with any times and drafts; a translation only beside its original, since it is refused without."""
    texts = {"one": draw(_TIMES)}
    for name in list(DATED)[1:]:
        if (not name.endswith("-de") or name.removesuffix("-de") in texts) and draw(st.booleans()):
            texts[name] = draw(_TIMES)
    # Times that go back are another matter.
    for earlier, later in pairwise(one for one in ("one", "two") if one in texts):
        texts[later] = (max(texts[later][0], texts[earlier][0] + 1), texts[later][1])
    return Made(texts, draw(st.sampled_from([one for one in LINKS if one in texts or one not in DATED])))


@cache
def _theme() -> Theme:
    return read_theme("lifeboat", ROOT)


def _raw(files: dict[str, str]) -> list[RawFile]:
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in files.items()]


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sites(), st.integers(-1, 8))
@example(Made({"one": (1, False), "one-de": (3, False), "two": (4, True), "two-de": (2, False)}, "one-de"), 2)
@example(Made({"one": (4, False), "review": (1, False), "review-de": (2, False)}, "review"), 3)
@example(Made({"one": (0, False), "review": (1, True), "review-de": (1, False)}, "review-de"), 3)
@example(Made({"one": (0, True)}, "page"), 5)
@example(Made({"one": (0, True), "two": (2, False)}, "incident"), 1)
def test_everything_agrees(made: Made, at: int) -> None:
    """Pages, feeds, data, seals, links, `diff` and the list of what `build` holds back all show exactly what readers may see."""
    files, now = made.files(), BEGAN + timedelta(hours=at)
    checked = checking.check(_raw(files), now)
    site = publishing.publish(checked, now)
    paths = {**DATED, "incident": f"{TOP}/incident.md", "incident-de": f"{TOP}/incident.de.md"}
    dated = {name: path for name, path in DATED.items() if name in made.texts}
    shown = {path for name, path in paths.items() if made.shown(name, at)}
    letter = made.shown("incident", at) and made.shown(made.link, at)

    # What is written.
    bytes_ = b"\n".join(artifact.data for artifact in building.render(site, _theme()))
    for name in (*dated, "incident", "incident-de", "page"):
        assert (f"mark{_word(name)} ".encode() in bytes_ or f"mark{_word(name)}<".encode() in bytes_) == made.shown(name, at), (
            name
        )
    assert publishing.attachments(site) == ((LETTER,) if letter else ())
    # What is reported about it.
    visibility = checked.analysis.visibility
    documents = {one.source.path: one for folder in checked.content.incidents for one in _documents(folder)}
    assert {path for path, one in documents.items() if visibility.is_public(one, now)} == shown
    assert {path for path, one in documents.items() if checked.analysis.is_public(one)} == shown
    assert {path for path in unpublished.unseen(checked, now) if path in documents} == set(documents) - shown
    held = {path for path, _ in unpublished.held_back(checked, site, now)}
    beside = {path for path in dated.values() if path not in shown}
    # A translation is mentioned only where it alone waits.
    assert held <= {*beside, LETTER}
    assert {path for path in beside if not path.endswith(".de.md")} <= held
    assert (LETTER in held) == (not letter)
    # What is sealed, and in which order it came.
    sealed = {name for _, _, names in sealing.seals(checked, now) for name in names if "#" not in name and name.endswith(".md")}
    assert {f"{TOP}/{name}" for name in sealed} == {path for path in shown if not path.endswith("incident.de.md")}
    order = sealing.order(checked, now)
    numbers = {"one": "/1", "two": "/2", "review": "/review"}
    came = {name for name, number in numbers.items() if order and any(line.endswith(number) for line in order[1].splitlines())}
    assert came == {name for name in numbers if made.shown(name, at)}
    # What texts may lead to.
    linking = checked.analysis.link_targets
    assert linking is not None
    pages = {"incidents/lost-laptop/": "incident", "incidents/lost-laptop/1/": "one", "incidents/lost-laptop/2/": "two"}
    for address, name in {**pages, "incidents/lost-laptop/review/": "review"}.items():
        if name in made.texts or name == "incident":
            assert linking.lead(f"/{address}").opens(now) == made.shown(name, at), name
    # What a reviewer sees.
    bare = [RawFile("site_config.yml", CONFIG.encode(), len(CONFIG))]
    for one in reporting.compare(bare, checked, now, Base(words="nothing"), {LETTER: True}).differences:
        if one.path in documents and one.what is not SiteChangeKind.MISSING:
            assert (one.seen is SeenBy.PUBLIC) == (one.path in shown), one
        if one.path == LETTER:
            assert (one.seen is SeenBy.PUBLIC) == letter, one
    # Its obligations, and its marks in the preview.
    assert set(publishing.preview(checked, now).preview.unpublished) == {  # type: ignore[union-attr]
        path for name, path in dated.items() if name in {"one", "two"} and path not in shown
    }
    waiting = {one.path for one in reporting.obligations(checked, now).obligations if one.kind.value in {"draft", "embargoed"}}
    own = {name for name in ("one", "two", "review") if name in made.texts and (made.texts[name][1] or made.texts[name][0] > at)}
    assert waiting == {DATED[name] for name in own}


def _documents(folder: IncidentFolder) -> list[Document]:
    reviews = [folder.review] if folder.review else []
    return [
        folder.document,
        *folder.incident_translations,
        *folder.updates,
        *folder.translations,
        *reviews,
        *folder.review_translations,
    ]


def test_what_could_not_be_understood() -> None:
    """An unreadable text is shown to nobody, but a comparison assumes that everybody sees it. It does not make its incident public."""
    broken = {
        "site_config.yml": CONFIG,
        f"{TOP}/incident.md": Made({}, "")._incident(""),
        DATED["one"]: "---\ntitle: x\nstatus: nowhere\n---\n",
    }
    content = checking.check(_raw(broken), BEGAN).content
    (folder,) = content.incidents
    (document,) = folder.updates
    assert opens(document.parsed) is None
    for unread in (None, BEGAN):
        asked = Visibility(content, unread=unread)
        assert asked.opens(document) == unread
        assert asked.opens(folder.document) is None
    assert Visibility(content, everything=True).is_public(document, BEGAN)
    assert not Analysis(content=content, now=BEGAN).is_public(document)


def test_the_moment_itself() -> None:
    """A text opens exactly at its moment, the last of several that it depends on; one that never comes keeps it hidden."""
    made = Made({"one": (2, False)}, "one")
    checked = checking.check(_raw(made.files()), BEGAN)
    (document,) = checked.content.incidents[0].updates
    moment = BEGAN + timedelta(hours=2)
    assert checked.analysis.visibility.is_public(document, moment)
    assert not checked.analysis.visibility.is_public(document, moment - timedelta(seconds=1))
    assert latest(BEGAN, moment) == moment
    assert latest(BEGAN, None) is None
    assert released(draft=True, published=BEGAN) is None
