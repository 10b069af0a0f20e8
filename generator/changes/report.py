"""The changes for readers as text: for terminals, pull requests and programs."""

import json as codec
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from generator.changes.model import Approvals, Row, SeenBy, SiteChange, SiteChangeKind, SiteChanges
from generator.model.diagnostic import Diagnostic
from generator.model.moment import abbreviation
from generator.report.plain import summary, visible

#: Raised when a key is removed or changes its meaning.
SCHEMA = 1

#: The number of findings listed; `aboveboard validate` lists all of them.
_NAMED = 10

_NOW = {
    SiteChangeKind.ADDED: "new",
    SiteChangeKind.CHANGED: "changed",
    SiteChangeKind.REMOVED: "gone",
    SiteChangeKind.EDITED: "PUBLISHED TEXT WAS CHANGED",
    SiteChangeKind.AMENDED: "spelling corrected, shown to readers with both texts",
    SiteChangeKind.TAKEN_BACK: "PUBLISHED, AND TAKEN BACK",
    SiteChangeKind.UNREADABLE: "cannot be understood as it stands; the findings say why",
    SiteChangeKind.MISSING: "missing: its readers are shown the original, and told so",
}

_HEADINGS = {
    SeenBy.PUBLIC: "What readers see change",
    SeenBy.HELD_BACK: "Held back until its time comes",
    SeenBy.DRAFT: "Drafts, which readers do not see",
    SeenBy.NOBODY: "What no page shows",
}
_STEERS = "What runs, who is told and what is believed"
_STEERS_MEANS = "This decides what the site's computers run, where readers are sent and whom they can reach, and what counts as approved. Read it first."
_LOUD = "Published text was changed"
_LOUD_MEANS = "Readers saved it, and journalists compare. Bring the published text back, and write what is right in a new update, under `corrections:`."


class _Form(Protocol):
    """An output format. Everything passed to it is written as plain text, never as markup."""

    def heading(self, words: str, *, loud: bool = False) -> str:
        """Begin a part."""

    def about(self, words: str) -> str:
        """Begin an incident."""

    def line(self, words: str) -> str:
        """Write one of the product's sentences."""

    def thing(self, said: str, title: str, path: str, *, loud: bool = False) -> str:
        """Write a changed file."""

    def row(self, row: Row) -> str:
        """Write one item of it."""

    def item(self, lead: str, words: str) -> str:
        """Write one line of a list."""


def plain(compared: SiteChanges, diagnostics: Sequence[Diagnostic], *, colours: bool = False) -> str:
    """Format the changes for a terminal, ending in a newline.

    Args:
        compared: the changes.
        diagnostics: the rules' findings.
        colours: whether the terminal supports colours.
    """
    return "\n".join(_all(compared, diagnostics, _Plain(colours=colours, secrets=compared.secrets))).strip("\n") + "\n"


def markdown(compared: SiteChanges, diagnostics: Sequence[Diagnostic]) -> str:
    """Format the changes for a comment on a pull request, ending in a newline."""
    return "\n\n".join(_all(compared, diagnostics, _Markdown(compared.secrets))).strip("\n") + "\n"


def json(compared: SiteChanges, diagnostics: Sequence[Diagnostic]) -> str:
    """Format the changes as one JSON object, ending in a newline; times are in UTC, paths relative to the site's root."""
    data = {
        "schema": SCHEMA,
        "base": {"words": compared.base.words, "commit": compared.base.commit or None},
        "readers_see_a_change": bool(compared.of(SeenBy.PUBLIC)),
        "changes": [_for_programs(one) for one in compared.differences],
        "findings": {
            "blocking": sum(one.blocks for one in diagnostics),
            "total": len(diagnostics),
        },
    }
    return _without(codec.dumps(data, indent=2, ensure_ascii=False), compared.secrets) + "\n"


def _for_programs(one: SiteChange) -> dict[str, object]:
    told = asdict(one)
    if one.comes is not None:
        told["comes"] = f"{one.comes.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if one.approvals is not None:
        told["approvals"] = {
            "given": dict(one.approvals.given),
            "asked": list(one.approvals.required),
            "missing": list(one.approvals.missing),
            "people": [
                {"role": role, "who": who or None, "deputy": deputy or None} for role, who, deputy in one.approvals.people
            ],
            "because": one.approvals.because or None,
        }
    return {**told, "loud": one.loud}


def _all(compared: SiteChanges, diagnostics: Sequence[Diagnostic], form: _Form) -> Iterator[str]:
    loud = [one for one in compared.differences if one.loud]
    for heading, means, found in (
        (_LOUD, _LOUD_MEANS, [one for one in loud if one.rewrites]),
        (_STEERS, _STEERS_MEANS, [one for one in loud if not one.rewrites]),
    ):
        if found:
            yield form.heading(heading, loud=True)
            yield form.line(means)
            yield from _things(found, form, compared.zone)
    yield form.heading(_HEADINGS[SeenBy.PUBLIC])
    yield form.line(f"Compared with {compared.base.words}.")
    public = [one for one in compared.of(SeenBy.PUBLIC) if not one.loud]
    if not public and not loud:
        yield form.line("No change that readers see.")
    elif not public:
        yield form.line("Nothing else.")
    yield from _things(public, form, compared.zone)
    for seen in (SeenBy.HELD_BACK, SeenBy.DRAFT, SeenBy.NOBODY):
        found = [one for one in compared.of(seen) if not one.loud]
        if found:
            yield form.heading(_HEADINGS[seen])
            yield from _things(found, form, compared.zone)
    with_approvals = [one for one in compared.differences if one.approvals is not None]
    if with_approvals:
        yield form.heading("Who must approve")
        yield from (
            form.item(f"{one.thing} ({one.incident})", _approvals(one.approvals))
            for one in with_approvals
            if one.approvals is not None
        )
    yield form.heading("Findings")
    yield form.line(summary(diagnostics).strip())
    blocking = [one for one in diagnostics if one.blocks]
    for one in blocking[:_NAMED]:
        yield form.item(f"{one.span.path}, line {one.span.line}", f"{one.message} ({one.code} {one.name})")
    if len(blocking) > _NAMED:
        yield form.line(f"And {len(blocking) - _NAMED} more that stop the build: `aboveboard validate` tells them all.")


def _things(found: Sequence[SiteChange], form: _Form, zone: ZoneInfo) -> Iterator[str]:
    for (slug, of), group in groupby(found, key=lambda one: (one.incident, one.of)):
        yield form.about(f"{of} ({slug})" if slug else "The whole site")
        for one in group:
            said = "A new incident begins. " if one.new_incident else ""
            comes = f"; readers see it from {_when(one.comes, zone)} on" if one.comes else ""
            yield form.thing(f"{said}{one.thing}: {_NOW[one.what]}{comes}", one.title, one.path, loud=one.loud)
            yield from (form.row(row) for row in one.rows)


def _approvals(approvals: Approvals) -> str:
    given = ", ".join(f"{person} ({role})" for role, person in approvals.given)
    done = f"Approved by {given}." if given else ""
    if approvals.because:
        return " ".join(filter(None, (f"Nobody must: {approvals.because}.", done)))
    requirement = f"The plan asks for {'; and for '.join(approvals.required)}."
    if not approvals.missing:
        return f"{requirement} {done} Nothing is missing."
    people = ", ".join(
        f"{role}: {who}{f' or {deputy}' if deputy else ''}" for role, who, deputy in approvals.people if who or deputy
    )
    still = f"STILL MISSING: {'; and '.join(approvals.missing)}{f' ({people})' if people else ''}."
    return " ".join(filter(None, (requirement, done or "Nobody has approved it yet.", still)))


def _when(moment: datetime, zone: ZoneInfo) -> str:
    here = moment.astimezone(zone)
    return f"{here.day} {here:%B %Y, %H:%M} {abbreviation(here)}"


def _without(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "•" * len(secret))
    return text


class _Plain:
    """Output for a terminal."""

    def __init__(self, *, colours: bool, secrets: Sequence[str]) -> None:
        self._colours = colours
        self._secrets = secrets

    def _painted(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._colours else text

    def _shown(self, text: str) -> str:
        return visible(_without(" ".join(text.split()), self._secrets))

    def heading(self, words: str, *, loud: bool = False) -> str:
        shown = words.upper() if loud else words
        return "\n" + self._painted(f"{shown}\n{'=' * len(shown)}", "1;31" if loud else "1")

    def about(self, words: str) -> str:
        return "\n" + self._painted(self._shown(words), "1")

    def line(self, words: str) -> str:
        return self._shown(words)

    def thing(self, said: str, title: str, path: str, *, loud: bool = False) -> str:
        head = self._painted(self._shown(said), "1;31" if loud else "1")
        titled = f"\n    “{self._shown(title)}”" if title else ""
        return f"\n  {head}{titled}\n    {self._shown(path)}"

    def row(self, row: Row) -> str:
        lead = f"    - {self._shown(row.label)}{f': {self._shown(row.about)}' if row.about else ''}"
        parts = [*((("was", row.was), ("is", row.now)) if row.was else (("", row.now),)), ("because", row.because)]
        return "\n".join([lead, *(line for name, text in parts if text for line in self._quoted(name, text))])

    def _quoted(self, name: str, text: str) -> Iterator[str]:
        lead = f"{name}: " if name else ""
        for number, line in enumerate(part for part in text.split("\n") if part.strip()):
            yield f"        {lead if number == 0 else ' ' * len(lead)}{self._shown(line)}"

    def item(self, lead: str, words: str) -> str:
        return f"  - {self._shown(lead)}: {self._shown(words)}"


#: An invisible HTML entity that breaks up what git hosts would take for a mention, an issue, an address or an emoji.
_NOTHING = "&#8203;"
_MARKS = frozenset("\\`*_[]|~$")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CALLS = re.compile(
    r"@|[#!~%&$^](?=[\w\"'(])|:(?=//)|(?<![^\W_])www(?=\.)|:(?=[\w+-]+:)|(?<=GH)-(?=\d)|(?<=gh)-(?=\d)", re.IGNORECASE
)


def escaped(text: str) -> str:
    """Escape text for one line of Markdown: it cannot become markup, HTML, a link, a picture, a mention or a reference."""
    shown = visible(" ".join(text.split()))
    calls = {found.end() for found in _CALLS.finditer(shown)}
    made = []
    for place, character in enumerate(shown):
        made.append(_ENTITIES.get(character) or (f"\\{character}" if character in _MARKS else character))
        if place + 1 in calls:
            made.append(_NOTHING)
    line = "".join(made)
    # Signs of lists, headings and rules count only at the start of a line.
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", re.sub(r"^([-+=/#])", r"\\\1", line))


class _Markdown:
    """Output for a pull request."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = secrets

    def _shown(self, text: str) -> str:
        return escaped(_without(" ".join(text.split()), self._secrets))

    def heading(self, words: str, *, loud: bool = False) -> str:
        return f"## {'⚠️ ' if loud else ''}{self._shown(words)}"

    def about(self, words: str) -> str:
        return f"### {self._shown(words)}"

    def line(self, words: str) -> str:
        return self._ours(words)

    def _ours(self, words: str) -> str:
        # Text between a pair of backticks by the product is a key or a command: either both backticks are restored, or neither.
        return re.sub(r"\\`([a-z :.-]+)\\`", r"`\1`", self._shown(words))

    def thing(self, said: str, title: str, path: str, *, loud: bool = False) -> str:
        del loud  # The words express it.
        titled = f"\n\n{self._quoted(title, '')}" if title else ""
        return f"**{self._shown(said)}** – {self._shown(path)}{titled}"

    def row(self, row: Row) -> str:
        lead = f"- **{self._shown(row.label)}**{f': {self._shown(row.about)}' if row.about else ''}"
        parts = [*((("was", row.was), ("is", row.now)) if row.was else (("", row.now),)), ("because", row.because)]
        rows = [lead]
        for name, text in parts:
            if text:
                rows.append(f"  {name}:" if name else "")
                rows.append(self._quoted(text, "  "))
        return "\n\n".join(row for row in rows if row)

    def _quoted(self, text: str, indent: str) -> str:
        lines = [self._shown(line) for line in text.strip("\n").split("\n")]
        joined = [f"{line}\\" if line and following else line for line, following in zip(lines, [*lines[1:], ""], strict=True)]
        return "\n".join(f"{indent}> {line}".rstrip() for line in joined)

    def item(self, lead: str, words: str) -> str:
        return f"- **{self._shown(lead)}**: {self._ours(words)}"
