"""Generated git histories of a whole site: two incidents, several statements, translations, pages, ways to ask, renames and notes of changes.

A site is published in honest steps, each of which a reader may have read; then something is done to it. What a reader could have kept is every
sentence that stood in public, and the oracle asks of each whether today's site still has it, or shows it as what stood there before.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from urllib.parse import unquote

from generator.pipeline import checking, sealing, sealing_pages
from generator.pipeline.moving import move_of
from tests.history.generated import BEGUN, Generated, files_of

Tree = dict[str, str]

TOP = "content/incidents"
LAPTOP, DOOR = f"{TOP}/lost-laptop", f"{TOP}/open-door"
PAGE, GERMAN_PAGE, PAGE_LOCK = "content/pages/about.md", "content/pages/about.de.md", "content/pages/pages.lock"
SETTINGS = "site_config.yml"
CONFIG = """organisation: {name: Larkfield Energy}
site: {url: https://status.larkfield.example/, id: status.larkfield.example, languages: [de]}
contact:
  email: ask@larkfield.example
  phone: +44 20 7946 0018
  hours: every day from 8 to 20
translations:
  de: {contact: {hours: täglich von 8 bis 20 Uhr}}
policy: {cadence: {investigating: 900d, confirmed: 900d, contained: 900d}}
"""


def _incident(title: str, remedy: str, body: str) -> str:
    return f"---\ntitle: {title}\naware: 2026-03-02T06:00Z\nremedy: {remedy}\nquestions:\n  bank: {{ask: Was my bank account there?, answer: {body}}}\n---\n\n{body}\n"


def _update(title: str, when: datetime, facts: dict[str, str], more: str = "") -> str:
    known = "".join(f"  {name}: {text}\n" for name, text in facts.items())
    return (
        f"---\ntitle: {title}\npublished: {when:%Y-%m-%dT%H:%MZ}\nstatus: investigating\nknown:\n{known}{more}"
        "unknown:\n  whose: Whose records they are.\nnext_steps:\n  search: We search the train.\n"
        f"actions: There is nothing you can do yet.\nnext_update: 2026-09-20T09:00Z\n---\n"
    )


def _german(title: str, when: datetime, facts: dict[str, str], more: str = "") -> str:
    known = "".join(f"  {name}: {text}\n" for name, text in facts.items())
    return (
        f"---\ntitle: {title}\npublished: {when:%Y-%m-%dT%H:%MZ}\nstatus: investigating\nknown:\n{known}{more}"
        "unknown:\n  whose: Wessen Daten es sind.\nnext_steps:\n  search: Wir durchsuchen den Zug.\n"
        f"actions: Sie können noch nichts tun.\nnext_update: 2026-09-20T09:00Z\n---\n"
    )


@dataclass
class Lived:
    """A site with its history, and what a reader could have kept of it.

    Attributes:
        made: the repository.
        sealed: whether its authors seal.
        kept: the sentences.
        numbers: how many updates each incident's folder has.
        titles: how many changes each part has seen.
    """

    made: Generated = field(default_factory=Generated)
    sealed: bool = True
    kept: set[str] = field(default_factory=set)
    laptop: str = LAPTOP
    updates: int = 0
    notes: dict[str, int] = field(default_factory=dict)

    @property
    def tree(self) -> Tree:
        """The files of the newest commit."""
        return self.made.tree

    def publish(self, tree: Tree, rng: Random) -> None:
        """Commit a state, seal it where that is done, and let readers read it for hours."""
        self.made.commit(tree)
        self.made.later(timedelta(minutes=rng.randint(11, 400)))
        if self.sealed:
            self.made.commit(sealed(self.tree, self.made.when))
            self.made.later(timedelta(minutes=rng.randint(11, 400)))
        self.kept |= sentences(self.tree, self.made.when, sealed_only=not self.sealed)


def sealed(tree: Tree, now: datetime) -> Tree:
    """Return a tree with the locks that `aboveboard seal` makes."""
    checked = checking.check(files_of(tree), now)
    order = sealing.order(checked, now)
    made = {path: text for path, text, _ in (*sealing.seals(checked, now), *sealing_pages.seals(checked, now))}
    return tree | made | (dict([order]) if order else {})


_NO_SENTENCE = re.compile(r"(published|aware|status|next_update|on|id|url|languages|language|timezone|public_since|draft|theme):")


def shown(tree: Tree, now: datetime) -> dict[str, str]:
    """Return what readers see of a tree, by path: of an update nothing before its time, and nothing of a draft."""
    found = {}
    for path, text in tree.items():
        published = re.search(r"^published: (\S+)$", text, re.MULTILINE)
        if path.startswith("content/") and path.endswith(".md") and "draft: true" not in text:
            folder = path.rpartition("/")[0]
            come = published is None or datetime.fromisoformat(published[1]) <= now
            if come and (not path.startswith(TOP) or f"{folder}/incident.md" in tree):
                found[path] = text
    return found


def sentences(tree: Tree, now: datetime, *, sealed_only: bool) -> set[str]:
    """Return every sentence that readers could keep of a tree. What is sealed alone (pages, ways to ask) counts where it is sealed."""
    found: set[str] = set()
    for path, text in shown(tree, now).items():
        if path.startswith(TOP) or not sealed_only:
            found |= _of_text(text)
    if not sealed_only:
        found |= {words for line in tree[SETTINGS].splitlines() if (words := _way(line))}
    return found


def _of_text(text: str) -> set[str]:
    """Return the sentences of a file: its values and its paragraphs."""
    said = re.findall(r"(?:^|[{,]) *[a-z-]+: ([A-ZÄÖÜ][^{}\n]*?[.?!]?)(?=$|, [a-z]+:|\})", text, re.MULTILINE)
    body = text.split("---\n", 2)[2]
    return {*said, *(line for line in body.splitlines() if line)}


def _way(line: str) -> str:
    found = re.fullmatch(r"  (?:email|phone|hours): (.+)", line)
    return found[1] if found else ""


def lost(lived: Lived, tree: Tree) -> set[str]:
    """Return the sentences that a reader kept and that today's site neither has nor shows as what stood there before."""
    now = lived.made.when + timedelta(days=1)
    texts = [*shown(tree, now).values(), tree.get(SETTINGS, ""), unquote(tree.get(PAGE_LOCK, ""))]
    return {one for one in lived.kept if not any(one in text for text in texts)}


# Honest steps. Each gives the next state of the site.


def begin(lived: Lived) -> Tree:
    """Two incidents, a page and its translation."""
    when = lived.made.when
    lived.updates = 1
    return {
        SETTINGS: CONFIG,
        PAGE: "---\ntitle: Who speaks here\n---\n\nWe answer each letter by return.\n\nWe never ring you.\n",
        GERMAN_PAGE: "---\ntitle: Wer hier spricht\n---\n\nWir beantworten jeden Brief sofort.\n\nWir rufen Sie nie an.\n",
        f"{LAPTOP}/incident.md": _incident("A laptop was lost", "We pay for a new card.", "No account number was on it."),
        f"{LAPTOP}/01-first.md": _update(
            "A laptop was left on a train", when, {"laptop": "A laptop was left on a train.", "count": "It held 1,212 records."}
        ),
        f"{DOOR}/incident.md": _incident("A door stood open", "We change your lock.", "The door is that of the archive."),
        f"{DOOR}/01-door.md": _update("A door stood open for a night", when, {"door": "The door stood open for 7 hours."}),
    }


def _translated(lived: Lived, tree: Tree, _: Random) -> Tree:
    first = f"{lived.laptop}/{_first(lived)}.de.md"
    published = datetime.fromisoformat(re.search(r"published: (\S+)", tree[first.replace(".de", "")])[1])  # type: ignore[index]
    facts = {"laptop": "Ein Laptop blieb in einem Zug liegen.", "count": "Auf ihm waren 1.212 Datensätze."}
    german = "---\ntitle: Ein Laptop ging verloren\nremedy: Wir zahlen eine neue Karte.\nquestions:\n  bank: {ask: War mein Konto dabei?, answer: Es war keine Kontonummer darauf.}\n---\n\nEs war keine Kontonummer darauf.\n"
    return tree | {
        f"{lived.laptop}/incident.de.md": german,
        first: _german("Ein Laptop blieb im Zug liegen", published, facts),
    }


def _first(lived: Lived) -> str:
    return next(
        path.rpartition("/")[2].removesuffix(".md") for path in lived.tree if re.fullmatch(rf"{lived.laptop}/01-[a-z]+\.md", path)
    )


def _corrected(lived: Lived, tree: Tree, rng: Random) -> Tree:
    """A new update that owns up to a wrong number."""
    lived.updates += 1
    facts = {"count": f"It held {rng.randint(2000, 9000):,} records."}
    more = f"corrections:\n  count: We had missed drive {lived.updates}.\n"
    path = f"{lived.laptop}/{lived.updates:02}-more.md"
    return tree | {path: _update(f"It held more than we said, part {lived.updates}", lived.made.when, facts, more)}


def _new(lived: Lived) -> str:
    """Return a word that no earlier step used. It is no number, which a translation would have to repeat."""
    return f"{'abcdefghijklmnopqrstuvwxyz'[lived.made.marks % 26]}{'aeiou'[lived.made.marks % 5]}lden".capitalize()


def _with_note(lived: Lived, tree: Tree, path: str, key: str, was: str, now: str) -> Tree:
    """Change a part of incident.md or of the settings, with a note beside it."""
    number = lived.notes[key] = lived.notes.get(key, 0) + 1
    name = key if number == 1 else f"{key}.{number}"
    note = (
        f"  {name}: {{on: {lived.made.when:%Y-%m-%d}, because: Somebody was wrong about {_new(lived)}., was: {_quoted(was)}}}\n"
    )
    text = tree[path].replace(f"{key.rpartition('.')[2]}: {was}", f"{key.rpartition('.')[2]}: {now}", 1)
    if "\nchanged:\n" in text:
        text = text.replace("\nchanged:\n", f"\nchanged:\n{note}", 1)
    elif path == SETTINGS:
        text += f"changed:\n{note}"
    else:
        text = text.replace("\n---\n", f"\nchanged:\n{note}---\n", 1)
    return tree | {path: text}


def _quoted(text: str) -> str:
    return f"'{text}'" if "," in text or text.startswith("+") else text


def _remedy(lived: Lived, tree: Tree, _: Random) -> Tree:
    path = f"{lived.laptop}/incident.md"
    was = re.search(r"^remedy: (.+)$", tree[path], re.MULTILINE)[1]  # type: ignore[index]
    return _with_note(lived, tree, path, "remedy", was, f"We pay for the card called {_new(lived)}.")


def _phone(lived: Lived, tree: Tree, rng: Random) -> Tree:
    was = re.search(r"^  phone: (.+)$", tree[SETTINGS], re.MULTILINE)[1]  # type: ignore[index]
    return _with_note(lived, tree, SETTINGS, "contact.phone", was, f"+44 20 7946 {rng.randint(100, 999):04}")


def _page(lived: Lived, tree: Tree, _: Random) -> Tree:
    body = tree[PAGE].split("---\n", 2)[2]
    was = body.strip().split("\n")[0]
    note = f"changed: {{on: {lived.made.when:%Y-%m-%d}, because: We are fewer since {_new(lived)}., was: {was}}}"
    head = re.sub(r"^changed: .*\n", "", tree[PAGE].split("---\n", 2)[1], flags=re.MULTILINE)
    body = body.replace(was, f"We answer each letter by the coach of {_new(lived)}.", 1)
    return tree | {PAGE: f"---\n{head}{note}\n---\n{body}"}


def _renamed(lived: Lived, tree: Tree, rng: Random) -> Tree:
    """A file or the folder, by `aboveboard move`."""
    folder = lived.laptop.rpartition("/")[2]
    if rng.random() < 0.5:
        old, new = folder, f"laptop-{lived.made.marks}"
    else:
        old, new = f"{folder}/{_first(lived)}.md", f"01-begun{'abcdefghijklmnopqrstuvwxyz'[lived.made.marks % 26]}.md"
        if old.endswith(new):
            return tree
    move = move_of(checking.check(files_of(tree), lived.made.when), old, new, lived.made.when)
    renamed = {}
    for path, text in tree.items():
        new_path = path
        for was, now in move.paths:
            if new_path == was or new_path.startswith(f"{was}/"):
                new_path = f"{now}{new_path.removeprefix(was)}"
        renamed[new_path] = text
    if "/" not in old:
        lived.laptop = f"{TOP}/{new}"
    return renamed | dict(move.texts)


def _sealed_only(step: Callable[[Lived, Tree, Random], Tree]) -> Callable[[Lived, Tree, Random], Tree]:
    return lambda lived, tree, rng: step(lived, tree, rng) if lived.sealed else tree


STEPS: tuple[Callable[[Lived, Tree, Random], Tree], ...] = (
    _translated,
    _corrected,
    _remedy,
    _sealed_only(_phone),
    _sealed_only(_page),
    _sealed_only(_renamed),
)


def lived(seed: int) -> Lived:
    """Return the honest history of a seed."""
    rng = Random(seed)
    one = Lived(sealed=rng.random() < 0.75)
    base = {path: text for path, text in begin(one).items() if not re.search(r"/\d\d-", path)}
    one.made.commit(base)
    one.made.when = BEGUN
    one.publish(begin(one), rng)
    for step in rng.sample(STEPS, rng.randint(0, 4)) + rng.sample(STEPS[1:], rng.randint(0, 2)):
        one.publish(step(one, one.tree, rng), rng)
    return one


# What may be done to it. Each works on the newest state of the tree.


def _text_of(rng: Random, tree: Tree, ending: str = ".md") -> str:
    return rng.choice(sorted(path for path in tree if path.endswith(ending) and path.startswith("content/")))


def _other_words(one: Lived, tree: Tree, rng: Random) -> Tree:
    """Change, or take out, a sentence that readers kept."""
    there = sorted(
        (path, said) for said in one.kept for path, text in tree.items() if said in text and not path.endswith(".lock")
    )
    if not there:
        return tree
    path, said = rng.choice(there)
    words = said.split(" ")
    at = rng.randrange(len(words))
    digits = re.sub(r"\d", lambda found: str((int(found[0]) + 1) % 10), said)
    other = rng.choice(
        ("", "Something else.", " ".join([*words[:at], *words[at + 1 :]]), digits, f"{said} Or not.", said.swapcase())
    )
    return tree | {path: tree[path].replace(said, other)}


def _gone(_: Lived, tree: Tree, rng: Random) -> Tree:
    path = _text_of(rng, tree)
    return {one: text for one, text in tree.items() if one != path}


def _folder_gone(_: Lived, tree: Tree, rng: Random) -> Tree:
    folder = _text_of(rng, tree).rpartition("/")[0]
    return {one: text for one, text in tree.items() if not one.startswith(f"{folder}/")}


def _hidden(_: Lived, tree: Tree, rng: Random) -> Tree:
    path = _text_of(rng, tree)
    line = rng.choice(("draft: true", "embargo: 2099-01-01T00:00Z"))
    text = tree[path]
    if rng.random() < 0.3:
        return tree | {path: re.sub(r"published: \S+", "published: 2099-01-01T00:00Z", text)}
    return tree | {path: text.replace("---\n", f"---\n{line}\n", 1)}


def _called_otherwise(_lived: Lived, tree: Tree, rng: Random) -> Tree:
    """Rename without a record, and change the text a little."""
    path = _text_of(rng, tree)
    folder, _, name = path.rpartition("/")
    new = rng.choice((f"{folder}/x{name}", f"{folder}-x/{name}", path.replace("01-", "03-"), path.replace(".de.", ".fr.")))
    renamed = {new if one == path else one: text for one, text in tree.items()}
    if rng.random() < 0.4:
        renamed = {one.replace(f"{folder}/", f"{folder}-y/"): text for one, text in tree.items()}
    return renamed


def _no_locks(one: Lived, tree: Tree, rng: Random) -> Tree:
    """Take locks away, cut one, or make all anew."""
    path = rng.choice([*(path for path in sorted(tree) if path.endswith(".lock")), ""])
    if path and rng.random() < 0.5:
        lines = tree[path].splitlines(keepends=True)
        return tree | {path: "".join(lines[: rng.randrange(len(lines))])}
    without = {path: text for path, text in tree.items() if not path.endswith(".lock")}
    try:
        return sealed(without, one.made.when) if rng.random() < 0.7 else without
    except Exception:  # noqa: BLE001  # what cannot be read is not sealed
        return without


def _sealed_anew(one: Lived, tree: Tree, _: Random) -> Tree:
    """Seal what was changed, as if nothing stood against it."""
    try:
        return sealed(tree, one.made.when)
    except Exception:  # noqa: BLE001  # as above
        return tree


def _false_note(one: Lived, tree: Tree, rng: Random) -> Tree:
    """Change something with a note that does not say what stood there."""
    key, path = rng.choice((("remedy", f"{one.laptop}/incident.md"), ("contact.phone", SETTINGS)))
    was = re.search(rf"^ *{key.rpartition('.')[2]}: (.+)$", tree.get(path, ""), re.MULTILINE)
    if was is None:
        return tree
    noted = _with_note(one, tree, path, key, was[1], "+44 20 7946 0001" if path == SETTINGS else "We pay nothing.")
    return noted | {path: noted[path].replace(f"was: {_quoted(was[1])}", "was: Nothing of note.", 1)}


def _settings(_: Lived, tree: Tree, rng: Random) -> Tree:
    line = rng.choice(("public_since: not_yet, ", "public_since: 2099-01-01, ", "timezone: Asia/Tokyo, "))
    text = tree.get(SETTINGS, "")
    if rng.random() < 0.4:
        return tree | {
            SETTINGS: text.replace(", languages: [de]", "").replace(
                "translations:\n  de: {contact: {hours: täglich von 8 bis 20 Uhr}}\n", ""
            )
        }
    return tree | {SETTINGS: text.replace("site: {", f"site: {{{line}")}


ATTACKS: tuple[Callable[[Lived, Tree, Random], Tree], ...] = (
    _other_words,
    _other_words,
    _gone,
    _folder_gone,
    _hidden,
    _called_otherwise,
    _no_locks,
    _false_note,
    _settings,
)


def attacked_site(seed: int) -> Lived:
    """Return the history of a seed, at whose end something was done to what readers had read."""
    one = lived(seed)
    rng = Random(-seed - 1)
    made, honest = one.made, dict(one.tree)
    edited = honest
    for attack in rng.sample(ATTACKS, rng.randint(1, 3)):
        edited = attack(one, edited, rng)
    if one.sealed and rng.random() < 0.3:
        edited = _sealed_anew(one, edited, rng)
    dated = rng.choice(
        (None, None, None, datetime(1970, 1, 2, tzinfo=UTC), datetime(2099, 1, 1, tzinfo=UTC), made.when - timedelta(days=9))
    )
    if rng.random() < 0.3:
        made.branch("main", 1)
    main = made.head
    if rng.random() < 0.3:
        # The other side has the old words, or has changed them before it takes in what was published.
        theirs = edited if Random(f"{seed}, the other side").random() < 0.5 else honest
        base = {path: text for path, text in theirs.items() if path == SETTINGS or path.endswith("/incident.md")}
        side = made.commit(base, parents=(1,), ref="side")
        made.commit(edited, parents=(side, main), dated=dated)
    else:
        made.commit(edited, dated=dated)
    made.later(timedelta(hours=rng.randint(1, 9)))
    return one
