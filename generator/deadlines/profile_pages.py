"""Pages of notice profiles, as printed by `explain hipaa` and stored in docs/profiles.md."""

from collections.abc import Iterator

from generator.content.known_profiles import BASE, shipped
from generator.deadlines.requested_profiles import ELEMENTS
from generator.model.notice_profile import AWARE, TOLD, YEAR_END, Clock, Element, Limit, Profile, TextSource

_INTRO = (
    "What laws and regulators require of a notice, as reminders: not legal advice, and no guarantee that a notice which follows one is lawful. This"
    " file is written by `make rules` from the profiles themselves; `aboveboard explain KEY` prints one of them. How to use them, and how to write your own: [The format](format.md#notice-profiles)."
)

_TEXT_SOURCES = {
    TextSource.READ: "read in a copy, in places only partly",
    TextSource.SECOND_HAND: "second-hand; have a lawyer confirm it",
    TextSource.RECALLED: "from memory; have a lawyer confirm it",
}


def find(key: str) -> Profile | None:
    """Return the shipped profile with this key, or None."""
    return shipped().get(key.strip().lower())


def page(profile: Profile) -> str:
    """Return one profile's page as Markdown."""
    return "\n".join(_page(profile)) + "\n"


def profiles_document() -> str:
    """Return all shipped profiles as one Markdown document: a table, then their pages."""
    lines = [
        "# Notice profiles",
        "",
        _INTRO,
        "",
        "| profile | who is told | by when | source | checked | how we know |",
        "|---|---|---|---|---|---|",
    ]
    lines += [_table_row(profile) for profile in shipped().values()]
    for profile in shipped().values():
        lines += ["", *(f"#{line}" if line.startswith("#") else line for line in _page(profile))]
    return "\n".join(lines) + "\n"


def _table_row(profile: Profile) -> str:
    clocks = "; ".join(f"{clock.name}: {_short(clock)}" for clock in profile.clocks.values()) or "no clock"
    learnt = profile.learnt.value + (", not all of it" if profile.unsure and profile.learnt is TextSource.READ else "")
    return (
        f"| [{profile.key}](#{profile.key}) | {profile.tells} | {clocks} | {profile.source} | {profile.text_checked} | {learnt} |"
    )


def _page(profile: Profile) -> Iterator[str]:
    yield f"# {profile.key}"
    yield ""
    yield f"{profile.title}. This is {profile.disclaimer}."
    yield ""
    yield f"- Who is told: {profile.tells}"
    yield f"- Source: {profile.source}"
    yield f"- Text checked: {profile.text_checked}; {_TEXT_SOURCES[profile.learnt]}"
    yield from (f"- Not certain: {doubt}" for doubt in profile.unsure)
    if profile.grade_at_most is not None:
        yield f"- Plain words: a Flesch-Kincaid grade of {profile.grade_at_most:g} at most"
    if profile.posting is not None:
        condition = f", if {profile.posting.only_if}" if profile.posting.only_if else ""
        yield f"- The page stays up for {profile.posting.days} days ({profile.posting.where}){condition}"
    if profile.key == BASE:
        yield "- In force for every incident; the rules on honesty require the same"
    yield from _elements("What the notice must say", profile.require)
    yield from _elements("What it says if it is known", profile.want)
    if profile.headings:
        yield from ("", "## How the letter is laid out", "")
        if profile.notice_title:
            yield f"Its title is “{profile.notice_title}”. Its headings:"
            yield ""
        for heading, elements in profile.headings.items():
            yield f"- {heading}: {'; '.join(ELEMENTS[element][0] for element in elements)}"
        if profile.type_size is not None:
            yield ""
            yield f"Its type size is {profile.type_size:g} points or larger."
    if profile.clocks:
        yield from ("", "## Clocks", "")
        yield from (f"- `{profile.names(clock)[0]}`: {_clock(clock, profile)}" for clock in profile.clocks.values())
    if profile.never:
        yield from ("", "## What its letter must not say", "")
        for name, never in profile.never.items():
            yield f"- To {profile.clocks[name].tell}: {'; '.join(never)}"
    if profile.reminders:
        yield from ("", "## Reminders", "")
        yield from (f"- {reminder}" for reminder in profile.reminders)


def _elements(title: str, elements: tuple[Element, ...]) -> Iterator[str]:
    if elements:
        yield from ("", f"## {title}", "")
        yield from (f"- {ELEMENTS[element][0]} (`{element.value}`)" for element in elements)


def _clock(clock: Clock, profile: Profile) -> str:
    parts = [f"tell {clock.tell} {clock.soon or f'within {clock.limit.length}'} of {_starts(clock.limit, profile)}"]
    if clock.soon:
        parts[0] = f"tell {clock.tell} {clock.soon}, counted from {_starts(clock.limit, profile)}"
    if clock.cap is not None:
        parts.append(f"at most {clock.cap.length} after {_starts(clock.cap, profile)}")
    if clock.only_if:
        parts.append(f"if {clock.only_if}")
    if clock.warn is not None:
        parts.append(f"warns after {clock.warn}")
    if clock.police_stops:
        parts.append("stops while the police ask you to wait")
    if clock.learnt is not profile.learnt:
        parts.append(_TEXT_SOURCES[clock.learnt])
    return "; ".join(parts)


def _short(clock: Clock) -> str:
    length = clock.soon or str(clock.limit.length)
    return f"{length}, at most {clock.cap.length} in all" if clock.cap is not None else length


def _starts(limit: Limit, profile: Profile) -> str:
    return ", or else ".join(_start(name, profile) for name in limit.starts)


def _start(name: str, profile: Profile) -> str:
    if name == AWARE:
        return "becoming aware (`aware`)"
    if name == YEAR_END:
        return "the end of the year in which you became aware"
    if name.startswith(TOLD):
        return f"the notice under `{profile.key}.{name.removeprefix(TOLD)}`"
    return f"the moment `{name}`"
