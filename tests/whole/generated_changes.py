"""Generated lives of a small site: what its writers change, and when they look again."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from generator.model.history import History, Version
from generator.model.source import RawFile

Tree = dict[str, str]

_PUBLISHED = re.compile(r"published: \S+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\dZ")

TOP = "content/incidents"
SETTINGS = "site_config.yml"
#: A dot in one colour, so that a page shows the size of a picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
#: A picture of another size.
WIDE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d0000001549444154789c63646462666060606060606280010000a6000a01de68"
    "2f0000000049454e44ae426082"
)
BEGUN = datetime(2026, 3, 2, 9, tzinfo=UTC)
WORDS = ("the log", "a laptop", "the invoices", "two passwords", "the archive", "an old key", "the rota", "staff records")
#: What time alone changes at: minutes, promises, the end of a day, of a year, of what is kept for 90 days.
JUMPS = tuple(
    timedelta(**{unit: number}) for unit, number in (("minutes", 7), ("hours", 5), ("days", 1), ("days", 40), ("days", 300))
)


@dataclass
class Life:
    """A site, and the time.

    Attributes:
        rng: what decides.
        now: the time at which it is looked at.
        tree: its texts, by path.
        pictures: its pictures, by path.
        versions: what was committed before, by path.
        commits: how often something was committed.
        told: what was done, for a failure.
        states: the last texts and pictures, to which the writers may go back.
    """

    rng: Random
    now: datetime = BEGUN
    tree: Tree = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    commits: int = 0
    told: list[str] = field(default_factory=list)
    states: list[tuple[Tree, dict[str, bytes]]] = field(default_factory=list)

    @property
    def files(self) -> tuple[RawFile, ...]:
        """The files as they are read."""
        held = {path: text.encode() for path, text in self.tree.items()} | self.pictures
        return tuple(RawFile(path, data, len(data)) for path, data in sorted(held.items()))

    @property
    def history(self) -> History | None:
        """What version control tells; None where nothing was committed."""
        if not self.commits:
            return None
        return History(known=True, queried_at=self.now, files=self.versions)

    def commit(self) -> None:
        """Commit what there is."""
        self.commits += 1
        held = {path: text.encode() for path, text in self.tree.items()} | dict.fromkeys(self.pictures, b"")
        for path in {*held, *self.versions}:
            before = self.versions.get(path, ())
            data = held.get(path)
            if (before[-1].data if before else None) != data:
                self.versions[path] = (*before, Version(f"{self.commits:040x}", self.now, data))

    def folders(self) -> list[str]:
        """Return the incidents' folders."""
        return sorted({path.split("/")[2] for path in self.tree if path.startswith(f"{TOP}/")})

    def updates(self, slug: str) -> list[str]:
        """Return the paths of an incident's updates."""
        return sorted(path for path in self.tree if path.startswith(f"{TOP}/{slug}/0") and path.count(".") == 1)

    def replace(self, path: str, was: str, now: str) -> None:
        """Change the first of some words in a file."""
        self.tree[path] = self.tree[path].replace(was, now, 1)


def begun(seed: int) -> Life:
    """Return a site of two or three incidents."""
    life = Life(Random(seed))
    theme = life.rng.choice(("material", "lifeboat"))
    languages = life.rng.choice(("", ", languages: [de]"))
    # What version control remembers counts only of a site that is public.
    since = life.rng.choice(("", ", public_since: not_yet"))
    life.tree[SETTINGS] = (
        "organisation: {name: Larkfield Energy, domains: [larkfield.example]}\n"
        f"site: {{url: 'https://status.larkfield.example/', id: status.larkfield.example, theme: {theme}{since}{languages}}}\n"
        "contact: {email: incident@larkfield.example, hours: every day, who: Sam Reed}\n"
        "systems: [Helpdesk, Accounts]\n"
        "policy: {cadence: {investigating: 30d, confirmed: 30d, contained: 30d}}\n"
    )
    for number in range(life.rng.randint(2, 3)):
        _new_incident(life, f"case-{number}")
    # What is linked from elsewhere can go, and what is related be renamed.
    for slug in life.folders():
        life.rng.choice((_link, _link, _relate))(life, slug)
    return life


def _text(life: Life, number: int, when: datetime, more: str = "") -> str:
    until = when + life.rng.choice((timedelta(hours=6), timedelta(days=2), timedelta(days=60)))
    word = life.rng.choice(WORDS)
    return (
        f"---\ntitle: What we found in {word}\npublished: {when:%Y-%m-%dT%H:%MZ}\nstatus: investigating\n"
        f"known:\n  entry-{number}: They read {word}.\nunknown:\n  whose: Whose letters they read.\n"
        f"next_steps:\n  log: {{do: We read {word}., by: {until:%Y-%m-%d}}}\naffected:\n  customers: {{unit: people, exact: {life.rng.randint(300, 320)}}}\n"
        f"actions:\n  password: {{do: Change your password., urgency: today}}\nnext_update: {until:%Y-%m-%dT%H:%MZ}\n{more}---\n\nWe looked at {word}.\n"
    )


def _new_incident(life: Life, slug: str) -> None:
    when = life.now - timedelta(hours=life.rng.randint(1, 50))
    life.tree[f"{TOP}/{slug}/incident.md"] = (
        f"---\ntitle: Someone read {life.rng.choice(WORDS)}\naware: {when - timedelta(hours=1):%Y-%m-%dT%H:%MZ}\nsystems: [Helpdesk]\n---\n"
    )
    life.tree[f"{TOP}/{slug}/01-first.md"] = _text(life, 1, when)


def _edit(life: Life, slug: str) -> None:
    path = life.rng.choice([path for path in life.tree if path.startswith(f"{TOP}/{slug}/")])
    life.replace(path, life.rng.choice(WORDS), life.rng.choice(WORDS))


def _retitle(life: Life, slug: str) -> None:
    life.replace(f"{TOP}/{slug}/incident.md", "title: Someone", "title: Somebody")


def _new_update(life: Life, slug: str) -> None:
    number = len(life.updates(slug)) + 1
    when = life.now + life.rng.choice((timedelta(minutes=-9), timedelta(minutes=3), timedelta(hours=4), timedelta(days=30)))
    more = life.rng.choice(("", "", "draft: true\n"))
    life.tree[f"{TOP}/{slug}/{number:02}-more.md"] = _text(life, number, when, more)


def _take_away(life: Life, slug: str) -> None:
    del life.tree[life.updates(slug)[-1]]
    if not life.updates(slug):
        _delete(life, slug)


def _delete(life: Life, slug: str) -> None:
    for held in (life.tree, life.pictures):
        for path in [path for path in held if path.startswith(f"{TOP}/{slug}/")]:
            del held[path]
    if not life.folders():
        _new_incident(life, "case-9")


def _rename(life: Life, slug: str) -> None:
    new = f"{slug}-x"
    life.tree = {path.replace(f"{TOP}/{slug}/", f"{TOP}/{new}/"): text for path, text in life.tree.items()}
    life.pictures = {path.replace(f"{TOP}/{slug}/", f"{TOP}/{new}/"): data for path, data in life.pictures.items()}


def _relate(life: Life, slug: str) -> None:
    other = life.rng.choice(life.folders())
    life.replace(f"{TOP}/{slug}/incident.md", "systems:", f"related: [{other}]\nsystems:")


def _link(life: Life, slug: str) -> None:
    other = life.rng.choice([*life.folders(), "case-1-x", "nowhere"])
    target = life.rng.choice((f"../{other}/01-first.md", f"../{other}/", f"../{other}/#fact-entry-1", "/about/", "files/dot.png"))
    path = life.rng.choice(life.updates(slug))
    life.tree[path] += f"\nSee [this]({target}).\n"


def _picture(life: Life, slug: str) -> None:
    life.pictures[f"{TOP}/{slug}/files/dot.png"] = PIXEL
    shown = life.rng.choice(life.folders())
    path = life.updates(shown)[-1]
    life.tree[path] += f"\n![A dot](../{slug}/files/dot.png)\n"


def _translate(life: Life, slug: str) -> None:
    path = life.rng.choice(life.updates(slug))
    text = (
        life.tree[path]
        .replace("What we found in", "Was wir fanden:")
        .replace("They read", "Sie lasen")
        .replace("We looked at", "Wir sahen")
    )
    life.tree[f"{path.removesuffix('.md')}.de.md"] = text


def _name(life: Life, slug: str) -> None:
    word = life.rng.choice(("customers of ours", "people we supply"))
    life.replace(f"{TOP}/{slug}/incident.md", "systems:", f"names: {{customers: {word}}}\nsystems:")


def _review(life: Life, slug: str) -> None:
    life.tree[f"{TOP}/{slug}/review.md"] = (
        f"---\ntitle: How it came about\npublished: {life.now - timedelta(minutes=5):%Y-%m-%dT%H:%MZ}\ncause: A password was guessed.\n"
        "lessons: {one: Passwords are not enough.}\n"
        f"corrective_actions:\n  keys: {{do: Give out keys., by: {life.now + timedelta(days=30):%Y-%m-%d}}}\n---\n"
    )


def _page(life: Life, _slug: str) -> None:
    life.tree["content/pages/about.md"] = f"---\ntitle: About {life.rng.choice(WORDS)}\n---\n\nWe write what we know.\n"


def _plan(life: Life, _slug: str) -> None:
    life.tree["content/plan.yml"] = f"roles:\n  lead: {life.rng.choice(('Sam Reed', 'Kim Vale'))}\n"


def _settings(life: Life, _slug: str) -> None:
    was, now = life.rng.choice(
        (
            ("Larkfield Energy", "Larkfield Power"),
            ("id: status", "timezone: Europe/Berlin, id: status"),
            ("systems: [Helpdesk, Accounts]", "systems: [Helpdesk, Accounts, Payments]"),
            ("cadence:", "grace: 3h, cadence:"),
            ("id: status", "languages: [de], id: status"),
            ("theme: material", "theme: lifeboat"),
            ("theme: lifeboat", "theme: material"),
        )
    )
    if "[de]" in now and "languages" in life.tree[SETTINGS]:
        return
    life.replace(SETTINGS, was, now)


def _commit(life: Life, _slug: str) -> None:
    life.commit()


def _edit_what_was_committed(life: Life, slug: str) -> None:
    life.commit()
    life.now += timedelta(hours=1)
    _edit(life, slug)


def _draft(life: Life, slug: str) -> None:
    path = life.rng.choice(life.updates(slug))
    text = life.tree[path]
    life.tree[path] = (
        text.replace("draft: true\n", "") if "draft: true\n" in text else text.replace("status:", "draft: true\nstatus:", 1)
    )


def _hold_back(life: Life, slug: str) -> None:
    path = life.rng.choice([path for path in life.tree if path.startswith(f"{TOP}/{slug}/") and "published: " in life.tree[path]])
    when = life.now + life.rng.choice((timedelta(minutes=-1), timedelta(0), timedelta(minutes=1), timedelta(days=2)))
    life.tree[path] = _PUBLISHED.sub(f"published: {when:%Y-%m-%dT%H:%MZ}", life.tree[path], count=1)


def _exactly_then(life: Life, slug: str) -> None:
    told = _TIME.findall("".join(text for path, text in life.tree.items() if path.startswith(f"{TOP}/{slug}/")))
    when = datetime.strptime(life.rng.choice(told), "%Y-%m-%dT%H:%MZ").replace(tzinfo=UTC)
    life.now = when + timedelta(seconds=life.rng.choice((-1, 0, 1, 900)))


def _exchange_folders(life: Life, slug: str) -> None:
    other = life.rng.choice(life.folders())
    names = {slug: other, other: slug}

    def moved(path: str) -> str:
        top, _, rest = path.removeprefix(f"{TOP}/").partition("/")
        return f"{TOP}/{names[top]}/{rest}" if path.startswith(f"{TOP}/") and top in names else path

    life.tree = {moved(path): text for path, text in life.tree.items()}
    life.pictures = {moved(path): data for path, data in life.pictures.items()}


def _exchange_texts(life: Life, slug: str) -> None:
    one, other = life.rng.choice(life.updates(slug)), life.rng.choice(life.updates(life.rng.choice(life.folders())))
    life.tree[one], life.tree[other] = life.tree[other], life.tree[one]


def _copy(life: Life, slug: str) -> None:
    top, copy = f"{TOP}/{slug}/", f"{TOP}/copy-of-{slug[:8]}/"
    life.tree |= {path.replace(top, copy): text for path, text in life.tree.items() if path.startswith(top)}
    life.pictures |= {path.replace(top, copy): data for path, data in life.pictures.items() if path.startswith(top)}


def _for_some(life: Life, slug: str) -> None:
    if "audiences:" not in life.tree[SETTINGS]:
        life.tree[SETTINGS] += "audiences: {staff: {name: Our staff, words: You work here.}}\n"
    else:
        life.replace(SETTINGS, "Our staff", "Staff of ours")
    path = life.rng.choice(life.updates(slug))
    life.tree[path] = re.sub(r"(entry-\d+): (They read [^.]*\.)", r"\1: {text: \2, for: [staff]}", life.tree[path], count=1)


def _correct(life: Life, slug: str) -> None:
    path = life.updates(slug)[-1]
    if "corrections:" not in life.tree[path]:
        life.replace(path, "known:", "corrections: {affected.customers: We had counted some twice.}\nknown:")
    life.replace(path, "exact: 3", "exact: 4")


def _write_down_otherwise(life: Life, slug: str) -> None:
    path = life.rng.choice([path for path in life.tree if path.startswith(f"{TOP}/{slug}/")])
    text = life.tree[path]
    life.tree[path] = text.replace("\r\n", "\n") if "\r\n" in text else text.replace("\n", "\r\n")


def _go_back(life: Life, _slug: str) -> None:
    tree, pictures = life.rng.choice(life.states)
    life.tree, life.pictures = dict(tree), dict(pictures)


#: What can be done, the likeliest more than once.
CHANGES: tuple[Callable[[Life, str], None], ...] = (
    *(_edit, _edit, _edit, _retitle, _new_update, _new_update, _take_away, _delete, _rename, _relate, _link, _link),
    *(_picture, _translate, _name, _review, _page, _plan, _settings, _settings, _commit, _commit, _edit_what_was_committed),
)
#: The same, and what readers see at some time, or some of them, and what was before.
MORE_CHANGES: tuple[Callable[[Life, str], None], ...] = (
    *CHANGES,
    *(
        _draft,
        _hold_back,
        _hold_back,
        _exactly_then,
        _exactly_then,
        _exchange_folders,
        _exchange_texts,
        _copy,
        _for_some,
        _correct,
    ),
    *(_write_down_otherwise, _go_back, _go_back),
)


def live(life: Life, changes: tuple[Callable[[Life, str], None], ...] = CHANGES) -> None:
    """Let something be changed, and time pass: forward, or back as somebody looks at an earlier state."""
    life.states = [*life.states[-5:], (dict(life.tree), dict(life.pictures))]
    for _ in range(life.rng.randint(0, 2)):
        change = life.rng.choice(changes)
        slug = life.rng.choice(life.folders())
        life.told.append(f"{change.__name__} {slug}")
        change(life, slug)
    if life.rng.random() < 0.6:
        jump = life.rng.choice(JUMPS) * life.rng.choice((1, 1, 1, -1))
        life.told.append(f"{jump}")
        life.now += jump
