"""Sites for the writers of machine-readable files: the repository's own, and ones that are made in memory."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis.strategies import SearchStrategy

from generator.adapters.site_files import read_site
from generator.adapters.theme_files import read_theme
from generator.content.assembly import assemble
from generator.ledger.fold import fold
from generator.ledger.promises import promises
from generator.links.link_targets import LinkTargets
from generator.model.artifact import Artifact, Theme
from generator.model.config import Organisation, SiteConfig, SiteSettings
from generator.model.document import IncidentDocument, IncidentFolder, UpdateDocument
from generator.model.incident import Incident
from generator.model.source import RawFile, Source
from generator.model.update import Action, Fact, Status, Step, Update
from generator.pipeline import checking, publishing
from generator.render import calendar, ledger_json, status_api
from generator.render.incident_facts import from_json, in_json
from generator.render.site import PublicIncident, Site, UnfoldedIncident

ROOT = Path(__file__).parents[2]
HISTORIES = ROOT / "tests/histories"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEGAN = datetime(2027, 3, 3, 3, tzinfo=UTC)
CONFIG = SiteConfig(
    organisation=Organisation(name="Larkfield Energy"),
    site=SiteSettings(url="https://status.larkfield.example/", timezone=ZoneInfo("Europe/London")),
    systems=("Support desk", "Billing"),
)

#: Text that must be preserved exactly, and characters that no text can contain.
HARD = '😀 ]]> &amp; <b> \\n, ; : " السلام عليكم שלום 👩‍👩‍👧‍👦'
UNFIT = "\x00\x07\x1b\u202e\ud800"

Writer = Callable[[Site, Theme], Iterator[Artifact]]
WRITERS: tuple[Writer, ...] = (calendar.write, status_api.write, ledger_json.write)


@cache
def theme() -> Theme:
    """The theme, whose catalogues are what matters here."""
    return read_theme("material", ROOT)


def files_of(site: Site, *writers: Writer) -> dict[str, bytes]:
    """What writers make of a site, by address."""
    return {
        artifact.path.removeprefix("docs/"): artifact.data for write in writers or WRITERS for artifact in write(site, theme())
    }


@cache
def _own() -> checking.Checked:
    return checking.check(read_site(ROOT, 1 << 20), NOW)


def own(now: datetime = NOW) -> Site:
    """The repository's own site, as the public saw it at a time."""
    return publishing.publish(_own(), now)


def replay(history: str) -> checking.Checked:
    """A real history (tests/histories), as the one incident of a site."""
    config = b"organisation: {name: Larkfield Energy}\nsite: {url: https://status.larkfield.example/}\n"
    files = [RawFile("site_config.yml", config, len(config))]
    for path in sorted((HISTORIES / history).glob("*.md")):
        data = path.read_bytes()
        files.append(RawFile(f"content/incidents/replay/{path.name}", data, len(data)))
    return checking.check(files, NOW)


def linking(slug: str, *files: str, updates: int = 3) -> LinkTargets:
    """Everything that a link can lead to in a site with one incident: its updates by number, and its attachments."""
    folder = f"content/incidents/{slug}/"
    made = {
        "site_config.yml": "organisation: {name: Larkfield Energy}\nsite: {url: https://status.larkfield.example/}\n",
        f"{folder}incident.md": "---\ntitle: Someone read tickets\naware: 2027-03-03T02:40Z\n---\n",
        **{f"{folder}{number:02}-words.md": f"---\ntitle: Update {number}\n---\n" for number in range(1, updates + 1)},
        **{folder + name: "x" for name in files},
    }
    content = assemble(RawFile(path, text.encode(), len(text)) for path, text in made.items())
    assert content.config.config is not None
    return LinkTargets(content.config.config, content.incidents, content.pages, everything=True)


def moments(checked: checking.Checked) -> list[datetime]:
    """When something was published, in order."""
    folders = checked.content.incidents
    times = [document.update.published for folder in folders for document in folder.updates]
    times += [folder.review.review.published for folder in folders if folder.review and folder.review.review]
    return sorted(times)


def site_of(folders: Iterable[IncidentFolder], now: datetime, config: SiteConfig = CONFIG) -> Site:
    """Return a site of incidents in their state at a time."""
    incidents = []
    for folder in folders:
        shown = tuple(document for document in folder.updates if not document.update.draft and document.update.published <= now)
        review = folder.review if folder.review and folder.review.review and folder.review.review.published <= now else None
        if shown:
            visible = replace(folder, updates=shown, review=review)
            ledger = fold(visible, config.site.timezone)
            incidents.append(PublicIncident(folder=visible, ledger=ledger, promises=promises(ledger, now, config.policy.grace)))
    return Site(config=config, incidents=tuple(incidents), pages=(), as_of=now)


def incident(*updates: Update, slug: str = "incident", **keys: Any) -> IncidentFolder:
    """An incident of these updates."""
    said = Incident(title=keys.pop("title", "An incident"), aware=BEGAN, **keys)
    return IncidentFolder(
        slug=slug,
        document=IncidentDocument(source=Source("incident.md", ""), incident=said),
        updates=tuple(
            UpdateDocument(source=Source(f"{one.number:02}.md", ""), number=one.number, slug="update", parsed=one)
            for one in updates
        ),
    )


def update(number: int, published: datetime, text: str = "A sentence.", **keys: Any) -> Update:
    """Return an update with the same sentence in every place for one."""
    given: dict[str, Any] = {
        "status": Status.INVESTIGATING,
        "title": text,
        "known": _named("entry", Fact(name="entry", text=text, sources=(text,))),
        "unknown": _named("whose", Fact(name="whose", text=text, looked=text, cannot_see=text)),
        "next_steps": _named("log", Step(name="log", do=text, who=text)),
        "actions": _named("call", Action(name="call", do=text, why=text, audience=text)),
        "body": text,
    }
    return Update(number=number, slug="update", published=published, **(given | keys))


def _named(name: str, thing: Any) -> Mapping[str, Any]:
    return MappingProxyType({name: thing})


def unread(site: Site) -> Site:
    """Return a site of which is known what lists say of each incident, and no incident can be read."""

    def refused() -> PublicIncident:
        raise AssertionError("an incident was read")

    def told(one: PublicIncident) -> PublicIncident:
        return UnfoldedIncident.of(one.slug, one.folder.files, from_json(in_json(one.facts)), None, refused)

    return replace(site, incidents=tuple(map(told, site.incidents)))


def read(files: Mapping[str, bytes], name: str) -> Any:
    """A file of JSON."""
    return json.loads(files[name])


def made_up() -> SearchStrategy[IncidentFolder]:
    """Any history that the ledger's generators can think of (tests/ledger/generated.py)."""
    from tests.ledger.generated import folders

    return folders()
