"""What a new update says of what others say and of what people are owed: what the writer was asked, and the lines of the file.

Whatever stands is in the file. What was not answered stands behind `#`, in the words that readers were told, so that nobody has to look it up.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from generator.cli.prompts import Asker
from generator.errors import UsageError
from generator.format.names import NAME, nearest
from generator.format.strict_yaml import quoted, short
from generator.inspection.notice_lines import notice_line
from generator.ledger.records import State
from generator.ledger.remedies import EVERYONE, people_of
from generator.model.update import Claim, ClaimView, Count, CountForm, DirectNotice, Remedy, Status
from generator.scaffolding.new_files import blank
from generator.scaffolding.written_lines import yaml_time

_VIEWS: Final = {
    ClaimView.TRUE: "it is true",
    ClaimView.PARTLY: "some of it is true",
    ClaimView.FALSE: "it is false, and readers can see where you looked",
    ClaimView.NOT_CHECKED: "nobody has checked it yet",
    ClaimView.CANNOT_SAY: "you cannot say, and you say why",
}
#: What a view asks for besides: the key, the question, and its blank.
_BESIDES: Final = {
    ClaimView.PARTLY: ("in_fact", "What is true, in one sentence?", "what is true"),
    ClaimView.FALSE: ("looked", "Where did you look?", "where you looked"),
    ClaimView.CANNOT_SAY: ("because", "Why can't you say?", "why you cannot say"),
}
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What the options say, each as `NAME=…`."""

    claims: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


def owed_lines(state: State, to: Status, given: Owed, ask: Asker, zone: ZoneInfo) -> tuple[str, ...]:
    """Ask for claims that nobody has checked and for people who have not all been told, and return the lines of the file.

    Args:
        state: the incident so far.
        to: the status of the update.
        given: what the options say.
        ask: asks.
        zone: the zone of the site.

    Raises:
        UsageError: an option cannot be understood, or the incident cannot be resolved with a claim that nobody has checked.
    """
    because: list[str] = []
    lines = [
        *_claims(state, to, _pairs(given.claims, "--claim", "leak-site=partly"), ask, because),
        *_notices(state, _pairs(given.notices, "--notice", "customers=500"), ask, zone),
        *_remedies(state, _pairs(given.remedies, "--remedy", "helpline=A free helpline."), because),
    ]
    if because:
        reason = quoted(blank("why this has changed"))
        lines += ["corrections:", *(f"  {subject}: {reason}" for subject in because)]
    return tuple(lines)


def _pairs(given: Iterable[str], option: str, example: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in given:
        name, sign, said = one.partition("=")
        name, said = name.strip(), " ".join(said.split())
        if not sign or not name or not said:
            raise UsageError(f"{option} {one} has no name or no value", f'write it like {option} "{example}"')
        if not NAME.fullmatch(name):
            raise UsageError(f"{option} {one}: {name} cannot be a name", "use lower-case letters, digits and hyphens")
        found[name] = said
    return found


def _behind(lines: Iterable[str]) -> Iterator[str]:
    yield from (f"#{line}" for line in lines)


def _block(key: str, written: list[str], before: list[str], note: str) -> list[str]:
    """Return a key with what is written and, behind `#`, what readers were told before."""
    if not written and not before:
        return []
    return [f"{key}:" if written else f"#{key}:   # {note}", *written, *_behind(before)]


# What others say.


def _claims(state: State, to: Status, given: dict[str, str], ask: Asker, because: list[str]) -> list[str]:
    standing = {entry.name: entry for entry in state.standing_claims}
    written: list[str] = []
    told: list[str] = []
    for name, said in given.items():
        if name not in standing:
            written += _claim(_new_claim(name, said, standing))
    for name, entry in standing.items():
        claim = entry.claim
        view = _view(name, given[name]) if name in given else _asked_view(claim, ask) if entry.is_unchecked else None
        if view is None or view is ClaimView.NOT_CHECKED:
            if entry.is_unchecked and to is Status.RESOLVED:
                raise UsageError(
                    f"this incident cannot be resolved yet; nobody has checked what {claim.by} says: {short(claim.says, 90)}",
                    f'give your view with --claim "{name}=partly" ({", ".join(one for one in _VIEWS if one is not ClaimView.NOT_CHECKED)})',
                )
            told += _claim(claim) if entry.is_unchecked else []
            continue
        if not entry.is_unchecked and view is not claim.we_say:
            because.append(f"claims.{name}")
        written += _claim(_seen(claim, view, ask))
    return _block(
        "claims", written, told, "nobody has checked it; once someone has, change `we_say`, and delete the first # of each line"
    )


def _new_claim(name: str, said: str, standing: Iterable[str]) -> Claim:
    if said in set(ClaimView):
        near = nearest(name, standing)
        there = f"there is: {', '.join(standing)}" if list(standing) else "no update names a claim yet"
        raise UsageError(
            f"{name} is not the name of a claim",
            f"did you mean {near}?"
            if near
            else f'{there}; for a new claim, give what they say: --claim "{name}=They have all records."',
        )
    return Claim(name=name, by=blank("who says it"), says=said, we_say=ClaimView.NOT_CHECKED)


def _view(name: str, said: str) -> ClaimView:
    if said not in set(ClaimView):
        raise UsageError(f"{said} is not a view that you can take of the claim {name}", f"write one of {', '.join(ClaimView)}")
    return ClaimView(said)


def _asked_view(claim: Claim, ask: Asker) -> ClaimView | None:
    said = ask.choice(
        f"What is your view of this? {claim.by}: “{short(claim.says, 120)}”",
        why="Readers were told that nobody has checked it.",
        among={one.value: words for one, words in _VIEWS.items()},
        default=ClaimView.NOT_CHECKED.value,
    )
    return ClaimView(said) if said else None


def _seen(claim: Claim, view: ClaimView, ask: Asker) -> Claim:
    """Return a claim with what is said of it now, and with what that asks for: an answer, what stood there before, or a blank."""
    kept = replace(claim, we_say=view, in_fact="" if view is ClaimView.FALSE else claim.in_fact)
    if view in _BESIDES:
        key, question, empty = _BESIDES[view]
        before = getattr(kept, key)
        said = before or ask.sentence(question, why="Readers see it beside your view.", option="--claim", needed=False)
        answer: dict[str, Any] = {key: said or blank(empty)}
        kept = replace(kept, **answer)
    return kept if view is ClaimView.CANNOT_SAY else replace(kept, because="")


def _claim(claim: Claim) -> list[str]:
    lines = [f"  {claim.name}:", f"    by: {quoted(claim.by)}", f"    says: {quoted(claim.says)}"]
    if claim.since:
        lines.append(f"    since: {yaml_time(claim.since)}")
    if claim.about:
        lines.append(f"    about: [{', '.join(quoted(one, flow=True) for one in claim.about)}]")
    lines.append(f"    we_say: {claim.we_say or ClaimView.NOT_CHECKED}")
    return lines + [
        f"    {key}: {quoted(getattr(claim, key))}" for key in ("looked", "in_fact", "because") if getattr(claim, key)
    ]


# How those who are affected are told.


def _notices(state: State, given: dict[str, str], ask: Asker, zone: ZoneInfo) -> list[str]:
    standing = {entry.name: entry.notice for entry in state.standing_notices}
    names = dict.fromkeys((*standing, *state.affected, EVERYONE))
    written: list[str] = []
    told: list[str] = []
    for name in given:
        if name not in names:
            raise UsageError(f"{name} is not the name of a group that is affected", f"there is: {', '.join(names)}")
    for name in names:
        notice = standing.get(name)
        number = people_of(dict(state.affected), name)
        said = given.get(name, "")
        if not said and notice and not notice.complete and (notice.by or notice.sent):
            said = _asked_number(name, notice, number, ask)
        if said:
            written.append(f"  {notice_line(_with(name, notice, said, number), zone)}")
        elif notice and not notice.complete and (notice.by or notice.sent):
            told.append(f"  {notice_line(notice, zone)}")
    return _block(
        "direct_notice", written, told, "your progress: fill in how many have been told, and delete the first # of each line"
    )


def _asked_number(name: str, notice: DirectNotice, number: int | None, ask: Asker) -> str:
    so_far = (
        f"Readers were told {notice.sent.stated[0]}." if notice.sent and notice.sent.stated else "Readers have not been told."
    )
    whole = f" There are {number}; `all` means that everyone has been told." if number is not None else ""
    return ask.sentence(
        f"How many of {name} have been told directly so far?",
        why=f"{so_far}{whole} Leave it empty if nothing has changed.",
        option="--notice",
        needed=False,
        wrong=lambda answer: "" if answer == "all" or _NUMBER.fullmatch(answer) else "Write a number, such as 500, or `all`.",
    )


def _with(name: str, notice: DirectNotice | None, said: str, number: int | None) -> DirectNotice:
    """Return a notice with a number of people who have been told, with all of them told, or with the way of telling them."""
    kept = notice or DirectNotice(name=name, how=blank("how they are told: by letter"))
    if _NUMBER.fullmatch(said):
        return replace(kept, sent=_exactly(int(said.replace(",", ""))))
    if said.lower() != "all":
        return replace(kept, how=said)
    if number is None:
        raise UsageError(
            f"it cannot be certain that all of {name} have been told, because their number is not exact",
            f'say how many have been told: --notice "{name}=500"',
        )
    sent = kept.sent if kept.sent and kept.sent.form is CountForm.EXACT and kept.sent.low >= number else _exactly(number)
    return replace(kept, sent=sent, complete=True, by=None)


def _exactly(number: int) -> Count:
    return Count(population="", unit="", form=CountForm.EXACT, low=number, high=number, stated=(number,))


# What is offered.


def _remedies(state: State, given: dict[str, str], because: list[str]) -> list[str]:
    written: list[str] = []
    told: list[str] = []
    standing = {entry.name: entry.remedy for entry in state.standing_remedies}
    for name, said in given.items():
        before = standing.get(name)
        if before and before.what != said:
            because.append(f"remedies.{name}")
        written += _remedy(replace(before, what=said) if before else Remedy(name=name, what=said))
    for name, remedy in standing.items():
        told += _remedy(remedy) if name not in given else []
    return _block(
        "remedies", written, told, "what you offer stays as it is; to change something, delete the first # of each line"
    )


def _remedy(remedy: Remedy) -> list[str]:
    given = {
        "for": f"[{', '.join(quoted(one, flow=True) for one in remedy.for_whom)}]" if remedy.for_whom else "",
        "provider": quoted(remedy.provider) if remedy.provider else "",
        "how": quoted(remedy.how) if remedy.how else "",
        "enrol_by": yaml_time(remedy.enrol_by) if remedy.enrol_by else "",
        "months": str(remedy.months) if remedy.months else "",
        "cost": quoted(remedy.cost) if remedy.cost else "",
    }
    more = [f"    {key}: {value}" for key, value in given.items() if value]
    return (
        [f"  {remedy.name}:", f"    what: {quoted(remedy.what)}", *more] if more else [f"  {remedy.name}: {quoted(remedy.what)}"]
    )
