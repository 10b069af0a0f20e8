"""The sites that are measured: the same incidents for this program and, as far as they have a place for them, for the programs beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

#: The time at which every site is built. The last incident began a week before it.
NOW = datetime(2026, 6, 1, tzinfo=UTC)
#: How many of the newest incidents are still open.
OPEN = 2
#: Hours between the beginnings of two incidents: a thousand of them are four years and a half.
EVERY = 40
SYSTEMS = ("Helpdesk", "Accounts", "Payments")
LANGUAGES = ("en", "de", "ar", "fr", "es")
WORDS = (
    "We read the access log of the support desk and compared it with the list of staff who were at work on that day. "
    "Each entry that no member of staff could explain was looked at by two people. "
)


@dataclass(frozen=True)
class Shape:
    """How large a site is.

    Attributes:
        incidents: how many incidents.
        updates: how many updates each has, at least two.
        languages: in how many languages. All texts are in the first: the pages of another language cost the same, whoever wrote for them.
        facts: how many of the updates have a new fact. The page of an update says all that was known by then, so that pages grow with what is known.
    """

    incidents: int
    updates: int = 4
    languages: int = 1
    facts: int = 1_000_000


@dataclass(frozen=True)
class Update:
    """One update of an incident."""

    number: int
    began: datetime
    published: datetime
    status: str
    title: str
    fact: str
    body: str
    is_last: bool


def updates(shape: Shape, incident: int) -> Iterator[Update]:
    """Yield the updates of an incident. The last ends it, unless it is one of the newest."""
    began = NOW - timedelta(days=7, hours=EVERY * (shape.incidents - 1 - incident))
    between = timedelta(minutes=min(24 * 60, 4 * 24 * 60 // shape.updates))
    for number in range(1, shape.updates + 1):
        is_last = number == shape.updates
        if is_last and incident < shape.incidents - OPEN:
            status, title = "resolved", "This is over"
        else:
            status = ("investigating", "contained", "monitoring")[min(number, 3) - 1]
            title = f"What we found in the log, part {number}"
        fact = f"Entry {number} of the access log was made by a program, not by a person (log {incident})."
        published = began + (timedelta(days=6) if is_last else between * number)
        yield Update(number, began, published, status, title, fact, WORDS * 2, is_last)


def title(incident: int) -> str:
    """Return the title of an incident."""
    return f"Someone read letters to the support desk ({incident})"


def write_ours(root: Path, shape: Shape) -> None:
    """Write the site of this program: facts, unknowns, steps, actions, counts, data and a body in each update."""
    languages = ", ".join(LANGUAGES[: shape.languages])
    _write(
        root / "site_config.yml",
        "organisation: {name: Larkfield Energy, domains: [larkfield.example]}\n"
        f"site: {{url: 'https://status.larkfield.example/', id: status.larkfield.example, languages: [{languages}], public_since: not_yet}}\n"
        "contact: {email: incident@larkfield.example, hours: every day, who: Sam Reed}\n"
        f"systems: [{', '.join(SYSTEMS)}]\n"
        "policy: {cadence: {investigating: 30d, confirmed: 30d, contained: 30d}}\n",
    )
    for incident in range(shape.incidents):
        folder = root / f"content/incidents/letters-{incident:05}"
        for one in updates(shape, incident):
            if one.number == 1:
                aware = one.published - timedelta(minutes=30)
                _write(
                    folder / "incident.md",
                    f"---\ntitle: {title(incident)}\naware: {aware:%Y-%m-%dT%H:%MZ}\nsystems: [{SYSTEMS[incident % 3]}]\n---\n",
                )
            _write(
                folder / f"{one.number:03}-update.md", _update(one, incident, has_fact=one.is_last or one.number <= shape.facts)
            )
            if one.status == "resolved":
                _write(folder / "review.md", _review(one))


def _update(one: Update, incident: int, *, has_fact: bool) -> str:
    head = f"---\ntitle: {one.title}\npublished: {one.published:%Y-%m-%dT%H:%MZ}\nstatus: {one.status}\n"
    known = f"known:\n  entry-{one.number}: {one.fact}\n" if has_fact else ""
    unknown = "unknown:\n  whose: {text: Whose letters they read., looked: The access log.}\n"
    steps = "next_steps:\n  log: {do: We are reading the access log., who: Incident team}\n"
    promised = f"next_update: {one.published + timedelta(days=20):%Y-%m-%dT%H:%MZ}\n"
    affected = f"affected:\n  customers: {{unit: people, exact: {300 + incident % 500}, of: 18400}}\ndata: {{name-and-email: accessed}}\n"
    if one.number == 2:
        head += "contained_by: closed\n"
        known += "  closed: We closed the account that the program used, and it made no entry since.\n"
    if one.status == "monitoring":
        head += f"monitor_until: {one.began + timedelta(days=4):%Y-%m-%d}\n"
        head += f"monitoring: {{what: Entries of programs in the access log., looked: {one.published - timedelta(hours=1):%Y-%m-%dT%H:%MZ}}}\n"
    if one.status == "resolved":
        known += "  whose: We have written to each customer whose letters were read.\n"
        unknown, steps = "unknown: none_left\n", "done:\n  log: We have read the whole log.\n"
        promised = f"next_update: none_planned\nreview_by: {one.published + timedelta(days=3):%Y-%m-%d}\n"
    actions = "actions:\n  password: {do: Change your password., why: They could read it., urgency: today}\n"
    return f"{head}{known}{unknown}{steps}{promised}{affected if one.number > 1 else ''}{actions}---\n\n{one.body}\n"


def _review(one: Update) -> str:
    return (
        f"---\ntitle: How a program came to read letters\npublished: {one.published + timedelta(days=2):%Y-%m-%dT%H:%MZ}\n"
        "cause: An account of a supplier had a password that was on a list of stolen ones.\n"
        "response_well: {closed: We closed the account within an hour.}\nresponse_badly: {unseen: Nothing of ours noticed the entries.}\n"
        "communication_well: {first: We told you within a day.}\ncommunication_badly: {words: Our first words were harder to read than they had to be.}\n"
        "lessons: {accounts: Accounts of suppliers need a second step too.}\n"
        "corrective_actions:\n  second-step:\n    do: Every account of a supplier has a second step.\n    owner: Access team\n"
        f"    by: {one.published + timedelta(days=40):%Y-%m-%d}\n---\n"
    )


def write_cstate(root: Path, shape: Shape, theme: Path) -> None:
    """Write the site of cState, with the settings of its example: one page an incident, with its updates, as cState has them."""
    systems = "".join(f"    - {{name: {name}, category: Systems}}\n" for name in SYSTEMS)
    _write(
        root / "config.yml",
        "title: Larkfield Energy\nlanguageCode: en\ndefaultContentLanguage: en\nbaseURL: https://status.larkfield.example\ntheme: cstate\n"
        "buildFuture: true\nenableGitInfo: false\npreserveTaxonomyNames: true\ntaxonomies: {affected: affected}\n"
        "outputs:\n  page: [html, json]\n  section: [html, json, rss]\n  home: [html, json, rss, svg]\n  term: [html, json, rss, svg]\n"
        "outputFormats: {svg: {isPlainText: true, mediaType: image/svg+xml}}\n"
        f"params:\n  categories:\n    - {{name: Systems}}\n  systems:\n{systems}"
        "  enableUptimeHistogram: true\n  dateFormat: January 2, 2006 at 3:04 PM\n  shortDateFormat: 15:04 — Jan 2\n  useRelativeTime: true\n"
        "  enableLastMod: true\n  incidentHistoryFormat: yearly\n  description: Security incidents\n  incidentPostsPerPage: 5\n"
        "  brand: '#0a0c0f'\n  ok: '#008000'\n  disrupted: '#cc4400'\n  down: '#e60000'\n  notice: '#24478f'\n",
    )
    (root / "themes").mkdir()
    (root / "themes/cstate").symlink_to(theme)
    for incident in range(shape.incidents):
        said = list(updates(shape, incident))
        parts = "\n\n".join(
            f'*{one.status.title()}* - **{one.title}.** {one.fact} {one.body} {{{{< track "{one.published:%Y-%m-%d %H:%M:%S}" >}}}}'
            for one in reversed(said)
        )
        over = said[-1].status == "resolved"
        _write(
            root / f"content/issues/letters-{incident:05}.md",
            f"---\ntitle: {title(incident)}\ndate: {said[0].published:%Y-%m-%d %H:%M:%S}\nresolved: {str(over).lower()}\n"
            + (f"resolvedWhen: {said[-1].published:%Y-%m-%d %H:%M:%S}\n" if over else "")
            + f"severity: disrupted\naffected:\n  - {SYSTEMS[incident % 3]}\nsection: issue\n---\n\n{parts}\n",
        )


def _page(shape: Shape, incident: int) -> str:
    parts = "\n\n".join(f"## {one.title}\n\n{one.fact}\n\n{one.body}" for one in reversed(list(updates(shape, incident))))
    return f"# {title(incident)}\n\n{parts}\n"


def write_blog(root: Path, shape: Shape) -> None:
    """Write a Material blog with mkdocs-rss-plugin: one post an incident, with its updates."""
    _write(
        root / "mkdocs.yml",
        "site_name: Larkfield Energy\nsite_url: https://status.larkfield.example/\nsite_description: Security incidents\ntheme: {name: material}\n"
        "plugins:\n  - search\n  - blog: {blog_dir: .}\n  - rss: {match_path: 'posts/.*', date_from_meta: {as_creation: date}, use_git: false}\n",
    )
    _write(root / "docs/index.md", "# Security incidents\n")
    for incident in range(shape.incidents):
        first = next(updates(shape, incident))
        _write(
            root / f"docs/posts/letters-{incident:05}.md",
            f"---\ndate: {first.published:%Y-%m-%d}\n---\n\n{_page(shape, incident)}",
        )


def write_plain(root: Path, shape: Shape) -> None:
    """Write plain pages for Material and Zensical: one page an incident, with its updates; each page lists all in its navigation, as they do by default."""
    _write(
        root / "mkdocs.yml", "site_name: Larkfield Energy\nsite_url: https://status.larkfield.example/\ntheme: {name: material}\n"
    )
    _write(root / "docs/index.md", "# Security incidents\n")
    for incident in range(shape.incidents):
        _write(root / f"docs/incidents/letters-{incident:05}.md", _page(shape, incident))


def change(root: Path, shape: Shape, times: int) -> str:
    """Change one update of the newest incident in a site of this program; return what its page says from then on."""
    file = root / f"content/incidents/letters-{shape.incidents - 1:05}/{shape.updates:03}-update.md"
    begun, _, rest = file.read_text(encoding="utf-8").partition("  entry-")
    name, _, end = rest.partition(": ")
    said = f"Entry {name} of the access log was made by a program, not by a person; we have read it {times + 2} times."
    file.write_text(f"{begun}  entry-{name}: {said}\n{end.partition(chr(10))[2]}", encoding="utf-8")
    return said


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
