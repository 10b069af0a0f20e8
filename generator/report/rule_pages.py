"""The rules' pages, as `explain` prints them and the documentation has them."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Protocol

from generator.model.diagnostic import Severity
from generator.model.document import TextKind

FAMILIES = {
    "FRM": "Form: can the file be read without doubt",
    "HON": "Honesty: the fields of one update",
    "CON": "Continuity: one update against those before it",
    "PRO": "Promises and time",
    "NOT": "Notices: what a notice profile asks for (reminders, not legal advice)",
    "WRD": "Wording: sentences that mislead",
    "SAF": "Safety of readers and of the response",
    "SEA": "Published text: what was sealed stays",
    "PLN": "Preparedness: the plan, templates and drills",
    "TRA": "Translations: what has to be the same in every language",
    "ELS": "Elsewhere: what is said about an incident outside this site",
}

_LEVEL = {
    Severity.ERROR: "Error: it stops the build.",
    Severity.WARNING: "Warning: it does not stop the build.",
    Severity.ADVICE: "Advice: it does not stop the build.",
}

_TEXTS = {
    TextKind.UPDATE: "updates",
    TextKind.INCIDENT: "incident.md",
    TextKind.REVIEW: "reviews",
    TextKind.PAGE: "free pages",
    TextKind.SETTINGS: "site_config.yml",
}


class Described(Protocol):
    """What is shown of a rule."""

    @property
    def code(self) -> str:
        """Its permanent code."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def severity(self) -> Severity:
        """How much a finding matters."""

    @property
    def timed(self) -> bool:
        """Whether the passage of time alone can cause a finding."""

    @property
    def waivable(self) -> bool:
        """Whether a writer may waive it."""

    @property
    def unfit(self) -> Mapping[TextKind, str]:
        """In which kinds of texts it is not asked, and why."""

    @property
    def doc(self) -> str:
        """The text of its page."""


def page(rule: Described) -> str:
    """Return one rule's page as Markdown."""
    level = "Warning: time alone can cause it, so it never stops a build." if rule.timed else _LEVEL[rule.severity]
    waiver = (
        f"It can be waived, with a reason that readers see: `waivers: {{{rule.name}: why}}`."
        if rule.waivable
        else "It cannot be waived."
    )
    first, _, rest = rule.doc.strip().partition("\n")
    return f"# {rule.code} {rule.name}\n\n{first}\n\n{level} {waiver}{_where_not(rule)}\n{rest.rstrip()}\n"


def _where_not(rule: Described) -> str:
    """Say in which kinds of texts a rule is not asked, and why; by reason, as several kinds mostly share it."""
    reasons = dict.fromkeys(rule.unfit.values())
    told = ((", ".join(_TEXTS[kind] for kind in TextKind if rule.unfit.get(kind) == why), why) for why in reasons)
    return "".join(f" It is not asked of {kinds}: {why}." for kinds, why in told)


def rules_document(rules: Iterable[Described]) -> str:
    """Return all rules' pages as one Markdown document."""
    rules = tuple(rules)
    intro = "# Rules\n\nWhat `aboveboard validate` checks. `aboveboard explain CODE` prints one of them.\n"
    parts = [intro]
    for family, title in FAMILIES.items():
        members = [rule for rule in rules if rule.code.startswith(family)]
        listed = "\n".join(f"- [{rule.code} {rule.name}](#{rule.code.lower()}-{rule.name}): {_summary(rule)}" for rule in members)
        parts.append(f"## {title}\n\n{listed}\n")
        parts += [_deeper(page(rule)) for rule in members]
    return "\n".join(parts)


def find(rules: Iterable[Described], name: str) -> Described | None:
    """Return the rule with this code or name, or None."""
    wanted = name.strip().lower()
    return next((rule for rule in rules if wanted in {rule.code.lower(), rule.name}), None)


def near(rules: Iterable[Described], name: str, also: Iterable[str] = ()) -> str:
    """Return the rule, or other name, that was most likely meant; empty when nothing is close."""
    known = [*_names(rules), *also]
    matches = get_close_matches(name, known, n=1, cutoff=0.5) or get_close_matches(name.upper(), known, n=1, cutoff=0.5)
    return matches[0] if matches else ""


def nearest(rules: Iterable[Described], name: str, keys: Iterable[str], profiles: Iterable[str]) -> tuple[str, ...]:
    """Return up to three keys, rules or notice profiles that were most likely meant, the closest first."""
    wanted, rules, profiles = name.strip(), tuple(rules), tuple(profiles)
    known = [*keys, *_names(rules), *profiles]
    found = get_close_matches(wanted.lower(), known, n=1, cutoff=0.9)
    found = (
        found
        or get_close_matches(wanted.lower(), known, n=3, cutoff=0.7)
        or get_close_matches(wanted.upper(), known, n=3, cutoff=0.7)
    )
    return tuple(dict.fromkeys(found or filter(None, [near(rules, wanted, profiles)])))


def _names(rules: Iterable[Described]) -> tuple[str, ...]:
    rules = tuple(rules)
    return (*(rule.name for rule in rules), *(rule.code for rule in rules))


def _summary(rule: Described) -> str:
    return rule.doc.strip().partition("\n")[0]


def _deeper(text: str) -> str:
    return "\n".join(f"##{line}" if line.startswith("#") else line for line in text.split("\n"))
