"""What the answers of a risk assessment speak for: how great the risk to people seems, and whom laws then want told. People decide."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from generator.deadlines.clocks import Setting, judge_profile
from generator.deadlines.condition_words import CATEGORIES, conditions_words
from generator.deadlines.model import Answer
from generator.model.assessment import Assessment, Identification, Protection, Severity, Vulnerable
from generator.model.incident import Incident
from generator.model.incident_facts import Category, Risk
from generator.model.notice_profile import Profile
from generator.model.update import DataState

#: Categories whose loss does serious harm by itself: those of article 9 of the GDPR, and those that serve for fraud.
_GRAVE = frozenset(Category) - {
    Category.CONTACT,
    Category.BIRTH_DATE,
    Category.EMPLOYMENT,
    Category.LOCATION,
    Category.COMMUNICATIONS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedRisk:
    """How great the risk to people seems.

    Attributes:
        risk: the suggestion; None: too little has been answered.
        because: what speaks for it, in sentences without a full stop.
        against: what speaks against it.
    """

    risk: Risk | None
    because: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Somebody whom a law wants told, as far as the answers and the files say.

    Attributes:
        name: the clock, as `told` in incident.md calls it.
        task: what is to be done.
        answer: whether the law asks for it.
        because: what decides it, or what is not settled, in sentences without a full stop.
        only_if: the circumstances in which it asks, as a clause after "if"; empty: always.
    """

    name: str
    task: str
    answer: Answer
    because: tuple[str, ...] = ()
    only_if: str = ""


def suggested_risk(given: Assessment) -> SuggestedRisk:
    """Return how great the risk to people seems.

    The factors are those of the EDPB's Guidelines 9/2022, section IV.B. What nobody knows counts as if it were bad: the guidelines ask to err on the
    side of telling. Data that nobody can read, or harm that is negligible to people who are not easily harmed, makes harm unlikely; serious harm to
    people who can be recognised makes the risk high.
    """
    if given.severity is None or given.protection is None:
        missing = [name for name in ("protection", "severity") if getattr(given, name) is None]
        return SuggestedRisk(risk=None, against=(f"nobody has answered {' and '.join(f'`{name}`' for name in missing)}",))
    worse, better = tuple(_worse(given)), tuple(_better(given))
    vulnerable = given.vulnerable in {Vulnerable.SOME, Vulnerable.MOST, Vulnerable.UNKNOWN}
    if given.protection is Protection.STRONG:
        return SuggestedRisk(risk=Risk.UNLIKELY, because=better, against=worse)
    if given.severity is Severity.NEGLIGIBLE and not vulnerable and not _GRAVE & set(given.kinds):
        return SuggestedRisk(risk=Risk.UNLIKELY, because=better, against=worse)
    recognised = given.identification is not Identification.HARDLY
    serious = given.severity in {Severity.SIGNIFICANT, Severity.SEVERE, Severity.UNKNOWN}
    if recognised and (serious or _GRAVE & set(given.kinds) or (vulnerable and given.severity is not Severity.NEGLIGIBLE)):
        return SuggestedRisk(risk=Risk.HIGH, because=worse, against=better)
    return SuggestedRisk(risk=Risk.LIKELY, because=(*worse, *better))


def _worse(given: Assessment) -> Iterator[str]:
    if grave := [CATEGORIES[one] for one in given.kinds if one in _GRAVE]:
        yield f"the data can do serious harm by itself: {', '.join(grave)}"
    if given.protection in {Protection.NONE, Protection.PARTIAL}:
        yield "not all of the data is protected" if given.protection is Protection.PARTIAL else "whoever has the data can read it"
    if given.identification is Identification.EASY:
        yield "people can be recognised at a glance"
    if given.severity in {Severity.SIGNIFICANT, Severity.SEVERE}:
        yield "the harm could be serious" if given.severity is Severity.SIGNIFICANT else "people may not get over the harm"
    if given.vulnerable in {Vulnerable.SOME, Vulnerable.MOST}:
        yield f"{given.vulnerable.value} of the people are easily harmed"
    if given.number is not None and given.number >= 1000:
        yield f"{given.number:,} people are affected"
    for name in ("protection", "identification", "severity", "vulnerable"):
        answer = getattr(given, name)
        if answer is not None and answer.value == "unknown":
            yield f"nobody knows the answer to `{name}`, which counts as if it were bad"


def _better(given: Assessment) -> Iterator[str]:
    if given.protection is Protection.STRONG:
        yield "nobody can read the data, as long as its keys are safe"
    if given.identification is Identification.HARDLY:
        yield "people can hardly be recognised"
    if given.severity in {Severity.NEGLIGIBLE, Severity.LIMITED}:
        yield "the harm would be negligible" if given.severity is Severity.NEGLIGIBLE else "people would get over the harm"
    if given.vulnerable is Vulnerable.NOBODY:
        yield "nobody among them is easily harmed"


def suggestions(
    incident: Incident, profiles: Mapping[str, Profile], setting: Setting, given: Assessment, risk: Risk | None
) -> tuple[Suggestion, ...]:
    """Return whom laws want told, those that the answers settle first.

    What incident.md says itself comes before the answers: its `risk`, and its `categories`. Kinds of data without categories are taken to be of the
    categories that were answered.

    Args:
        incident: the content of incident.md.
        profiles: the profiles in question, by key.
        setting: where and when, with the state of the ledger.
        given: the answers.
        risk: the risk that they speak for; None: none.
    """
    kinds = setting.state.data if setting.state else {}
    answered = {kind: given.kinds for kind, entry in kinds.items() if entry.state is not DataState.NOT_AFFECTED and given.kinds}
    assumed = replace(incident, risk=incident.risk or risk, categories=MappingProxyType({**answered, **incident.categories}))
    found = []
    for profile in profiles.values():
        for clock in profile.clocks.values():
            verdict = judge_profile(assumed, profile, setting, clock.only_if)
            found.append(
                Suggestion(
                    name=profile.names(clock)[0],
                    task=clock.task,
                    answer=verdict.answer,
                    because=verdict.because,
                    only_if=conditions_words(profile.only_if, clock.only_if),
                )
            )
    order = list(Answer)
    return tuple(sorted(found, key=lambda one: order.index(one.answer)))
