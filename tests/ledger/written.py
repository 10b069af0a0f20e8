"""Histories of up to thirty updates, written as text and read by the format's own parser.

The writer knows what stands, as a communicator does: it restates what is open, corrects what it changes and ends what is over. Sometimes it
forgets, and sometimes it says what the format does not allow. Each sentence has a word of its own, so that a test can look for it in any output.
"""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any, Final

from hypothesis import strategies as st

from generator.content.assembly import assemble
from generator.model.document import IncidentFolder
from generator.model.source import RawFile
from tests.thorough import examples

START: Final = datetime(2027, 3, 3, 3, tzinfo=UTC)
MOST_UPDATES: Final = 30
POPULATIONS: Final = ("patients", "staff", "children")
KINDS: Final = ("letters", "passwords", "test-results")
STATES: Final = ("unknown", "possible", "accessed", "taken", "not_affected")
CALM: Final = ("contained", "monitoring", "resolved")
#: What a first statement and later ones may be called; `reopened` only once it was calm.
_AHEAD: Final = {
    "": ("investigating", "confirmed"),
    "investigating": ("investigating", "confirmed", "contained"),
    "confirmed": ("confirmed", "contained"),
    "contained": ("contained", "monitoring", "reopened"),
    "monitoring": ("monitoring", "resolved", "reopened"),
    "resolved": ("resolved", "reopened"),
    "reopened": ("reopened", "confirmed", "contained"),
}
_SYLLABLES: Final = ("ba", "ko", "lu", "mi", "ne", "po", "ra", "su", "ti", "vo")


def word(number: int) -> str:
    """A word that no other number has and that stands in no other text."""
    return "z" + "".join(_SYLLABLES[int(digit)] for digit in f"{number:03}") + "z"


class Writer:
    """Somebody who writes one incident's updates.

    Attributes:
        chance: where every choice comes from.
        updates: the keys of each update so far.
    """

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.updates: list[dict[str, Any]] = []
        self.words = 0
        self.names = 0
        self.now = START
        self.status = ""
        self.open: dict[str, Any] = {}
        self.known: dict[str, Any] = {}
        self.ended: list[str] = []
        self.steps: dict[str, Any] = {}
        self.actions: dict[str, Any] = {}
        self.consequences: dict[str, str] = {}
        self.affected: dict[str, dict[str, Any]] = {}
        self.data: dict[str, Any] = {}
        self.windows: dict[str, Any] = {}
        self.nature = ""

    # Small choices.

    def sometimes(self, share: float) -> bool:
        """Whether something happens that happens in this share of all cases."""
        return self.chance.random() < share

    def token(self) -> str:
        """A new word."""
        self.words += 1
        return word(self.words)

    def name(self, prefix: str) -> str:
        """A new name, or now and then one that was used before."""
        if self.names and self.sometimes(0.15):
            return f"{prefix}-{word(self.chance.randint(1, self.names))}"
        self.names += 1
        return f"{prefix}-{word(self.names)}"

    def day(self, least: int, most: int) -> Any:
        """A day or a moment some hours from now."""
        moment = self.now + timedelta(hours=self.chance.randint(least, most))
        return moment if self.sometimes(0.5) else moment.date()

    def sentence(self) -> str:
        """A sentence that states, denies, counts, or says what does not work."""
        token = self.token()
        choice = self.chance.random()
        if choice < 0.35:
            return f"A door of the {token} desk stood open."
        if choice < 0.55:
            return f"You cannot book a visit at the {token} desk."
        if choice < 0.75:
            kind = self.chance.choice(KINDS).replace("-", " ")
            return self.chance.choice(
                (f"Nobody read {kind} at the {token} desk.", f"There were no {kind} in the {token} archive.")
            )
        return self.counting(token)

    def counting(self, token: str) -> str:
        """A sentence that says how many were reached, mostly as the count says it."""
        given = self.affected.get("patients", {})
        for form, lead in (("exact", ""), ("about", "about "), ("at_least", "at least "), ("at_most", "at most ")):
            if form in given:
                return f"At the {token} desk they read the letters of {lead}{given[form]} patients."
        return f"At the {token} desk they read the letters of {self.chance.randint(3, 90)} patients."

    def fact(self, text: str, *, asked: bool = False) -> Any:
        """A fact: a sentence, or with some of its keys."""
        keys: dict[str, Any] = {"text": text}
        if self.sometimes(0.12):
            keys["sure"] = "likely"
        if self.sometimes(0.1):
            keys["when"] = self.chance.choice(("2027-03", date(2027, 3, 2), datetime(2027, 3, 2, 4, tzinfo=UTC), "2027-02"))
        if self.sometimes(0.4 if asked else 0.1):
            keys["looked"] = f"The {self.token()} log; we found nothing."
            if self.sometimes(0.4):
                keys["through"] = self.day(-60, 0)
            if self.sometimes(0.3):
                keys["cannot_see"] = f"The {self.token()} desk keeps no record."
        if asked and self.sometimes(0.4):
            keys["by"] = self.day(-5, 120)
        return keys if len(keys) > 1 or self.sometimes(0.2) else text

    def count(self, *, room: int = 400) -> dict[str, Any]:
        """How many."""
        number = self.chance.randint(0, room)
        form = self.chance.choice(("exact", "about", "at_least", "at_most", "between", "unknown"))
        keys: dict[str, Any] = {form: number}
        if form == "between":
            keys = {form: [number, number + self.chance.randint(1, 90)]}
        elif form == "unknown":
            keys = {form: True}
        elif form == "about" and not number:
            keys = {form: 10}
        return keys | self._sight()

    def _sight(self) -> dict[str, Any]:
        keys: dict[str, Any] = {}
        if self.sometimes(0.15):
            keys["sure"] = "likely"
        if self.sometimes(0.1):
            keys["through"] = self.day(-60, 0)
        if self.sometimes(0.1):
            keys["cannot_see"] = f"The {self.token()} desk keeps no record."
        return keys

    def correction(self, opened: list[str]) -> Any:
        """Why something is said differently, of any kind."""
        because = f"We had not read the {self.token()} folder."
        if self.sometimes(0.6 if opened else 0.1):
            window = self.chance.choice(opened or ("first", "second"))
            return {"because": because, "kind": "new_event", "window": window}
        kind = self.chance.choice(("", "", "our_error", "found_more", "found_more"))
        return {"because": because, "kind": kind} if kind else because

    # One update.

    def write(self) -> dict[str, Any]:
        """Write the next update."""
        self.now += timedelta(hours=self.chance.randint(1, 40), minutes=self.chance.choice((0, 0, 17)))
        careful = self.sometimes(0.8)
        self.status = self.chance.choice(_AHEAD[self.status] if careful or not self.status else tuple(_AHEAD)[1:])
        update: dict[str, Any] = {"title": f"What we know of {self.token()}", "published": self.now, "status": self.status}
        if self.updates and self.sometimes(0.1):
            update["no_change"] = True
            if self.sometimes(0.5):
                update["next_update"] = self.now + timedelta(hours=self.chance.randint(1, 60))
            if self.sometimes(0.8):
                self.updates.append(update)
                return update
        if self.sometimes(0.05):
            update["draft"] = True
        held = None if "draft" not in update else self._snapshot()
        sections = _Sections(self, careful=careful)
        update |= sections.written()
        if held is not None:
            self.__dict__.update(held)
        if self.sometimes(0.6):
            update["next_update"] = self.now + timedelta(hours=self.chance.randint(1, 60))
        if self.sometimes(0.15):
            update["what_happened"] = f"Somebody was in the {self.token()} desk."
        if self.sometimes(0.15):
            update["review_by"] = (self.now + timedelta(days=self.chance.randint(1, 30))).date()
        if self.sometimes(0.3) and self.known:
            update["contained_by"] = self.chance.choice(sorted(self.known))
        self.updates.append(update)
        return update

    def _snapshot(self) -> dict[str, Any]:
        stands = ("open", "known", "ended", "steps", "actions", "consequences", "affected", "data", "windows")
        return {key: type(value)(value) for key, value in self.__dict__.items() if key in stands}


class _Sections:
    """The sections of one update."""

    def __init__(self, writer: Writer, *, careful: bool) -> None:
        self.writer = writer
        self.careful = careful
        self.keys: dict[str, dict[str, Any]] = {}
        self.opened: list[str] = []

    def written(self) -> dict[str, Any]:
        """Every section that says anything."""
        self._windows()
        self._affected()
        self._data()
        self._nature()
        self._open_ones()
        self._known_ones()
        self._steps()
        self._actions()
        self._consequences()
        if self.writer.sometimes(0.08):
            subjects = (*self.writer.known, *(f"data.{kind}" for kind in KINDS), "affected.patients", "window", "actions")
            self._put("corrections", self.writer.chance.choice(subjects), self.writer.correction(self.opened))
        return {key: value for key, value in self.keys.items() if value}

    def _put(self, section: str, name: str, value: Any) -> None:
        self.keys.setdefault(section, {})[name] = value

    def _correct(self, subject: str, share: float = 0.9) -> None:
        if self.writer.sometimes(share if self.careful else share / 2):
            self._put("corrections", subject, self.writer.correction(self.opened))

    def _windows(self) -> None:
        writer = self.writer
        if not writer.sometimes(0.35):
            return
        window = {
            "from": "unknown" if writer.sometimes(0.25) else writer.day(-200, -60),
            "to": "unknown" if writer.sometimes(0.3) else writer.day(-60, 0),
        } | writer._sight()
        if writer.sometimes(0.2):
            window.pop(writer.chance.choice(("from", "to")))
        if not writer.windows:
            if writer.sometimes(0.7):
                self.keys["window"] = window
                writer.windows["first"] = window
            else:
                name = writer.chance.choice(("first", "second"))
                self._put("window", name, window)
                writer.windows[name] = window
                self.opened.append(name)
            return
        if len(writer.windows) < 3 and writer.sometimes(0.6):
            name = next(one for one in ("second", "third", "first", "fourth") if one not in writer.windows)
            if writer.sometimes(0.7):
                # Something new: it began after what was said last, or nobody knows when.
                window["from"] = "unknown" if writer.sometimes(0.5) else writer.now - timedelta(minutes=30)
                window["to"] = "unknown"
            self.opened.append(name)
        else:
            name = writer.chance.choice(sorted(writer.windows))
            self._correct(writer.chance.choice((f"window.{name}", f"window.{name}", "window")))
        writer.windows[name] = window
        if len(writer.windows) == 1 and writer.sometimes(0.5):
            self.keys["window"] = window
        else:
            self._put("window", name, window)

    def _affected(self) -> None:
        writer = self.writer
        for population in POPULATIONS:
            if not writer.sometimes(0.25):
                continue
            unit = "accounts" if writer.sometimes(0.04) else "people"
            count = {"unit": unit} | writer.count()
            if population == "children" and writer.sometimes(0.5):
                count["part_of"] = "patients"
            elif writer.sometimes(0.2):
                count["of"] = 500 + writer.chance.randint(0, 2) * 100
            if population in writer.affected:
                if writer.sometimes(0.3):
                    count = writer.affected[population]
                else:
                    self._correct(f"affected.{population}")
            writer.affected[population] = count
            self._put("affected", population, count)

    def _one_kind(self, population: str) -> Any:
        writer = self.writer
        state = writer.chance.choice(STATES)
        keys: dict[str, Any] = {"state": state}
        if population:
            keys["for"] = population
        if state != "not_affected" and writer.sometimes(0.5):
            keys |= writer.count(room=60)
        else:
            keys |= writer._sight()
        return state if len(keys) == 1 and writer.sometimes(0.7) else keys

    def _data(self) -> None:
        writer = self.writer
        for kind in KINDS:
            if not writer.sometimes(0.3):
                continue
            whose: list[str] = [one for one in POPULATIONS if one in writer.affected]
            if len(whose) > 1 and writer.sometimes(0.4):
                chosen = writer.chance.sample(whose, 2)
                said: Any = [self._one_kind(population) for population in chosen]
            else:
                chosen = [writer.chance.choice(whose)] if whose and writer.sometimes(0.4) else [""]
                said = self._one_kind(chosen[0])
            if kind in writer.data:
                if writer.sometimes(0.3):
                    said = writer.data[kind]
                else:
                    self._correct(f"data.{kind}" if writer.sometimes(0.6) or not chosen[0] else f"data.{kind}.{chosen[0]}")
            writer.data[kind] = said
            self._put("data", kind, said)

    def _nature(self) -> None:
        writer = self.writer
        if not writer.sometimes(0.1):
            return
        nature = writer.chance.choice(("unknown", "intrusion", "theft", "mistake", "supplier"))
        if writer.nature and nature != writer.nature:
            self._correct("nature")
        writer.nature = nature
        self.keys["nature"] = nature  # type: ignore[assignment]  # the one section that is a word

    def _open_ones(self) -> None:
        writer = self.writer
        for name, said in list(writer.open.items()):
            if writer.sometimes(0.03 if self.careful else 0.3):
                continue
            if writer.sometimes(0.2):
                fact = writer.fact(writer.sentence())
                del writer.open[name]
                writer.known[name] = fact
                self._put("known", name, fact)
                if isinstance(said, dict) and "looked" in said:
                    self._correct(name, 0.6)
            elif writer.sometimes(0.06):
                del writer.open[name]
                self._put("unanswerable", name, f"The {writer.token()} log is gone.")
            else:
                kept = writer.fact(_text(said), asked=True) if writer.sometimes(0.2) else said
                writer.open[name] = kept
                self._put("unknown", name, kept)
        for _ in range(writer.chance.choice((0, 0, 1, 2)) if writer.updates else 2):
            name = writer.name("ask")
            if name in writer.known or name in writer.open or name in writer.ended:
                continue
            fact = writer.fact(f"Whether they read the {writer.token()} folder.", asked=True)
            writer.open[name] = fact
            self._put("unknown", name, fact)

    def _known_ones(self) -> None:
        writer = self.writer
        for name, said in list(writer.known.items()):
            if name in self.keys.get("known", {}):
                continue
            choice = writer.chance.random()
            if choice < 0.12:
                self._put("known", name, said)
            elif choice < 0.22:
                fact = writer.fact(self._moved(_text(said)))
                writer.known[name] = fact
                self._put("known", name, fact)
                self._correct(name)
            elif choice < 0.34:
                self._end(name)
                del writer.known[name]
                writer.ended.append(name)
            elif choice < 0.37:
                fact = writer.fact(f"Whether they read the {writer.token()} folder.", asked=True)
                del writer.known[name]
                writer.open[name] = fact
                self._put("unknown", name, fact)
                self._correct(name)
        for name in list(writer.ended):
            choice = writer.chance.random()
            if choice < 0.08:
                fact = writer.fact(writer.sentence())
                writer.ended.remove(name)
                writer.known[name] = fact
                self._put("known", name, fact)
                self._correct(name, 0.5)
            elif choice < 0.12:
                writer.ended.remove(name)
                self._correct(name)
        for _ in range(writer.chance.choice((0, 1, 1, 2)) if writer.updates else 2):
            name = writer.name("fact")
            if name not in writer.known and name not in writer.open and name not in writer.ended:
                fact = writer.fact(writer.sentence())
                writer.known[name] = fact
                self._put("known", name, fact)

    def _moved(self, text: str) -> str:
        """The same sentence with another figure, or another sentence."""
        writer = self.writer
        if "they read the letters of" in text and writer.sometimes(0.7):
            token = next(one for one in text.split() if one.startswith("z"))
            return writer.counting(token)
        return writer.sentence()

    def _end(self, name: str) -> None:
        writer = self.writer
        end: Any = f"That is over at the {writer.token()} desk."
        if writer.sometimes(0.6):
            end = {"since": writer.day(-30, 0), "what": end}
        self._put("ended", name, end)

    def _steps(self) -> None:
        writer = self.writer
        for name, step in list(writer.steps.items()):
            if writer.sometimes(0.03 if self.careful else 0.3):
                continue
            choice = writer.chance.random()
            if choice < 0.2:
                del writer.steps[name]
                self._put("done", name, f"The {writer.token()} desk is done.")
            elif choice < 0.26:
                del writer.steps[name]
                self._put("dropped", name, f"The {writer.token()} desk is closed.")
            elif choice < 0.36:
                writer.steps[name] = {"do": _text(step), "by": writer.day(-20, 120)}
                self._put("next_steps", name, writer.steps[name])
            else:
                self._put("next_steps", name, step)
        if writer.sometimes(0.4):
            name = writer.name("step")
            step = f"We look through the {writer.token()} desk."
            if name not in writer.steps:
                writer.steps[name] = {"do": step, "by": writer.day(-5, 120)} if writer.sometimes(0.7) else step
                self._put("next_steps", name, writer.steps[name])

    def _actions(self) -> None:
        writer = self.writer
        for name in list(writer.actions):
            if writer.sometimes(0.03 if self.careful else 0.3):
                continue
            choice = writer.chance.random()
            if choice < 0.1:
                del writer.actions[name]
                self._put("withdrawn", name, f"The {writer.token()} desk is shut.")
                continue
            if choice < 0.18:
                writer.actions[name] = {"do": f"Ring the {writer.token()} desk.", "urgency": "today"}
                self._correct(f"action.{name}")
            self._put("actions", name, writer.actions[name])
        if writer.sometimes(0.25):
            name = writer.name("action")
            if name not in writer.actions:
                writer.actions[name] = f"Ring the {writer.token()} desk."
                self._put("actions", name, writer.actions[name])
                self._correct("actions", 0.1)
        if not self.keys.get("actions"):
            self.keys["actions"] = "You do not need to do anything."  # type: ignore[assignment]  # a section, or one sentence

    def _consequences(self) -> None:
        writer = self.writer
        for name in list(writer.consequences):
            choice = writer.chance.random()
            if choice < 0.06:
                del writer.consequences[name]
                self._end(f"consequence.{name}")
            elif choice < 0.1:
                del writer.consequences[name]
                self._put("consequences", name, "none")
                self._correct(f"consequence.{name}")
            elif choice < 0.2:
                writer.consequences[name] = f"Somebody may ring you about the {writer.token()} desk."
                self._put("consequences", name, writer.consequences[name])
                self._correct(f"consequence.{name}")
            elif choice < 0.3:
                self._put("consequences", name, writer.consequences[name])
        if writer.sometimes(0.2):
            name = writer.name("harm")
            if name not in writer.consequences:
                writer.consequences[name] = f"Somebody may ring you about the {writer.token()} desk."
                self._put("consequences", name, writer.consequences[name])


def _text(said: Any) -> str:
    return said if isinstance(said, str) else said.get("text") or said["do"]


def _flow(value: Any) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key}: {_flow(one)}" for key, one in value.items()) + "}"
        case list():
            return "[" + ", ".join(_flow(one) for one in value) + "]"
        case datetime():
            return f"{value:%Y-%m-%dT%H:%MZ}"
        case date():
            return value.isoformat()
        case bool() | int():
            return json.dumps(value)
        case _:
            return json.dumps(value) if " " in value else value


def _page(keys: Mapping[str, Any]) -> bytes:
    return "\n".join(("---", *(f"{key}: {_flow(value)}" for key, value in keys.items()), "---", "")).encode()


@cache
def files_of(seed: int) -> tuple[RawFile, ...]:
    """The files of one incident of thirty updates."""
    writer = Writer(Random(seed))
    pages = {"incident.md": _page({"title": "An incident", "aware": START})}
    for number in range(1, MOST_UPDATES + 1):
        pages[f"{number:02}-update.md"] = _page(writer.write())
    return tuple(RawFile(f"content/incidents/incident-{seed}/{name}", data, len(data)) for name, data in pages.items())


@cache
def _whole(seed: int) -> IncidentFolder:
    (folder,) = assemble(files_of(seed)).incidents
    problems = [(document.source.path, one.message) for document in folder.updates for one in document.problems]
    assert folder.understood, problems
    return folder


class WrittenFolder(IncidentFolder):
    """An incident that is short in the output of a test that fails: what it is based on."""

    # There is one for each seed and length.
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        """As it is made."""
        return f"folder_of({_seed_of(self)}, {len(self.updates)})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ARG002  # as hypothesis calls it
        printer.text(repr(self))


def _seed_of(folder: IncidentFolder) -> str:
    return folder.slug.rpartition("-")[2]


@cache
def folder_of(seed: int, length: int) -> IncidentFolder:
    """The first updates of one incident, as they are read. Fails where the format does not understand what was written."""
    whole = _whole(seed)
    given = {one.name: getattr(whole, one.name) for one in fields(whole)}
    return WrittenFolder(**given | {"updates": whole.updates[:length]})


def long_histories() -> st.SearchStrategy[IncidentFolder]:
    """Incidents of up to thirty updates. A shorter one is the beginning of a longer one of the same seed, so that failures shrink."""
    return st.builds(folder_of, st.integers(0, examples(24) - 1), st.integers(1, MOST_UPDATES))
