"""The changes for readers as text: for terminals, pull requests and programs."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from generator.changes.model import Approvals, Row, SeenBy, SiteChange, SiteChangeKind, SiteChanges
from generator.model.diagnostic import Diagnostic
from generator.model.host_review import ApprovalProof
from generator.model.moment import abbreviation
from generator.report import host_markdown
from generator.report.host_markdown import Markdown
from generator.report.json_text import json_text
from generator.report.plain import summary
from generator.report.terminal import Block, block, visible

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
    SiteChangeKind.REDACTED: "words that must not be public were removed, and a mark says so",
    SiteChangeKind.TAKEN_BACK: "PUBLISHED, THEN WITHDRAWN",
    SiteChangeKind.UNREADABLE: "cannot be understood; the findings say why",
    SiteChangeKind.MISSING: "missing: its readers see the original and a note",
}

_HEADINGS = {
    SeenBy.PUBLIC: "What changes for readers",
    SeenBy.HELD_BACK: "Held back until its time",
    SeenBy.DRAFT: "Drafts, which readers do not see",
    SeenBy.NOBODY: "Not shown on any page",
}
_STEERS = "What runs, who is notified and what is trusted"
_STEERS_MEANS = "This decides what the site's computers run, where readers are sent, whom they can reach, and what counts as approved. Read it first."
_LOUD = "Published text was changed"
_LOUD_MEANS = "Readers saved it, and journalists compare versions. Restore the published text, and write what is right in a new update, under `corrections:`."


_Said_co = TypeVar("_Said_co", str, Markdown, covariant=True)


class _Form(Protocol[_Said_co]):
    """An output format. Everything passed to it is written as plain text, never as markup."""

    def heading(self, words: str, *, loud: bool = False) -> _Said_co:
        """Begin a part."""

    def about(self, words: str) -> _Said_co:
        """Begin an incident."""

    def line(self, words: str) -> _Said_co:
        """Write one of the product's sentences."""

    def thing(self, said: str, title: str, path: str, *, loud: bool = False) -> _Said_co:
        """Write a changed file."""

    def row(self, row: Row) -> _Said_co:
        """Write one item of it."""

    def item(self, lead: str, words: str) -> _Said_co:
        """Write one line of a list."""


def plain(compared: SiteChanges, diagnostics: Sequence[Diagnostic], *, colours: bool = False) -> Block:
    """Format the changes for a terminal, ending in a newline.

    Args:
        compared: the changes.
        diagnostics: the rules' findings.
        colours: whether the terminal supports colours.
    """
    return block("\n".join(_all(compared, diagnostics, _Plain(colours=colours, secrets=compared.secrets))).strip("\n") + "\n")


def markdown(compared: SiteChanges, diagnostics: Sequence[Diagnostic]) -> Block:
    """Format the changes for a comment on a pull request, ending in a newline."""
    return host_markdown.document(*_all(compared, diagnostics, _Markdown(compared.secrets)))


def json(compared: SiteChanges, diagnostics: Sequence[Diagnostic]) -> Block:
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
    return json_text(_cleaned(data, compared.secrets))


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
            "void": [{"role": role, "who": who, "why": why.value} for role, who, why in one.approvals.void],
            "proofs": {role: proof.value for role, proof in one.approvals.proofs},
        }
    return {**told, "loud": one.loud}


def _all(compared: SiteChanges, diagnostics: Sequence[Diagnostic], form: _Form[_Said_co]) -> Iterator[_Said_co]:
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
        yield form.line("Nothing changes for readers.")
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
        yield form.line(f"And {len(blocking) - _NAMED} more that stop the build: `aboveboard validate` lists them all.")


def _things(found: Sequence[SiteChange], form: _Form[_Said_co], zone: ZoneInfo) -> Iterator[_Said_co]:
    for (slug, of), group in groupby(found, key=lambda one: (one.incident, one.of)):
        yield form.about(f"{of} ({slug})" if slug else "The whole site")
        for one in group:
            said = "A new incident begins. " if one.new_incident else ""
            comes = f"; readers see it from {_when(one.comes, zone)}" if one.comes else ""
            yield form.thing(f"{said}{one.thing}: {_NOW[one.what]}{comes}", one.title, one.path, loud=one.loud)
            yield from (form.row(row) for row in one.rows)


#: What is known of a name, behind its role.
_PROOFS = {
    ApprovalProof.NOT_ASKED: "",
    ApprovalProof.TYPED: ", only typed: their account has not approved here",
    ApprovalProof.NO_ACCOUNT: ", only typed: the plan gives no account for them",
    ApprovalProof.NEW_ACCOUNT: ", only typed: this change adds their account to the plan",
    ApprovalProof.REVIEWED: ", and their account approved this text here",
    ApprovalProof.REVIEWED_OTHER: ", only typed: their account approved an earlier text",
    ApprovalProof.REVIEWED_SOME: ", and their account approved here, but the host does not say which text",
    ApprovalProof.OUTDATED: ", before it was changed",
    ApprovalProof.NOT_HOLDER: ", who is not in the plan",
}


def _approvals(approvals: Approvals) -> str:
    proofs = dict(approvals.proofs)
    given = ", ".join(
        f"{person} ({role}{_PROOFS[proofs.get(role, ApprovalProof.NOT_ASKED)]})" for role, person in approvals.given
    )
    no_more = "; ".join(f"{person} ({role}{_PROOFS[why]})" for role, person, why in approvals.void)
    done = " ".join(
        filter(None, (f"Approved by {given}." if given else "", f"No approval of this text: {no_more}." if no_more else ""))
    )
    if approvals.because:
        return " ".join(filter(None, (f"No approval needed: {approvals.because}.", done)))
    if not approvals.required:
        return done
    requirement = f"The plan requires {'; and '.join(approvals.required)}."
    if not approvals.missing:
        return f"{requirement} {done} Nothing is missing."
    people = ", ".join(
        f"{role}: {who}{f' or {deputy}' if deputy else ''}" for role, who, deputy in approvals.people if who or deputy
    )
    still = f"STILL MISSING: {'; and '.join(approvals.missing)}{f' ({people})' if people else ''}."
    return " ".join(filter(None, (requirement, done or "No one has approved it yet.", still)))


def _when(moment: datetime, zone: ZoneInfo) -> str:
    here = moment.astimezone(zone)
    return f"{here.day} {here:%B %Y, %H:%M} {abbreviation(here)}"


def _cleaned(data: Any, secrets: Sequence[str]) -> Any:
    """Return the data of a JSON object without the secret texts."""
    if isinstance(data, str):
        return _without(data, secrets)
    if isinstance(data, dict):
        return {key: _cleaned(value, secrets) for key, value in data.items()}
    return [_cleaned(value, secrets) for value in data] if isinstance(data, (list, tuple)) else data


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


class _Markdown:
    """Output for a pull request."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._secrets = secrets

    def _clean(self, text: str) -> str:
        return _without(" ".join(text.split()), self._secrets)

    def heading(self, words: str, *, loud: bool = False) -> Markdown:
        return host_markdown.heading(self._clean(words), loud=loud)

    def about(self, words: str) -> Markdown:
        return host_markdown.heading(self._clean(words), 3)

    def line(self, words: str) -> Markdown:
        return host_markdown.sentence(self._clean(words))

    def thing(self, said: str, title: str, path: str, *, loud: bool = False) -> Markdown:
        del loud  # The words express it.
        head = host_markdown.line(host_markdown.bold(self._clean(said)), host_markdown.escaped(self._clean(path)), between=" – ")
        return host_markdown.paragraphs([head, self._quoted(title, 0)] if title else [head])

    def row(self, row: Row) -> Markdown:
        lead = host_markdown.bold(self._clean(row.label))
        parts = [*((("was", row.was), ("is", row.now)) if row.was else (("", row.now),)), ("because", row.because)]
        rows = [host_markdown.item(lead, host_markdown.escaped(self._clean(row.about)))]
        for name, text in parts:
            if text:
                rows += [host_markdown.indented(host_markdown.escaped(f"{name}:"))] if name else []
                rows.append(self._quoted(text, 1))
        return host_markdown.paragraphs(rows)

    def _quoted(self, text: str, depth: int) -> Markdown:
        return host_markdown.quoted("\n".join(self._clean(part) for part in text.strip("\n").split("\n")), depth=depth)

    def item(self, lead: str, words: str) -> Markdown:
        return host_markdown.item(host_markdown.bold(self._clean(lead)), self.line(words))
