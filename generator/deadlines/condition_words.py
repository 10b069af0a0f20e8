"""Conditions of laws, places, roles and categories of data in words."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from generator.format.language_tags import country_name
from generator.model.condition import Condition
from generator.model.incident_facts import Category, Risk, Role
from generator.model.places import DIVISIONS, EEA

#: What stands after a country's code for any one of its states.
ANY_STATE = "-*"
#: What people are counted in.
PEOPLE = "people"

ROLES: Mapping[Role, str] = MappingProxyType(
    {
        Role.CONTROLLER: "you decide about the data (controller)",
        Role.PROCESSOR: "you hold the data for someone else (processor)",
        Role.COVERED_ENTITY: "you are a covered entity",
        Role.BUSINESS_ASSOCIATE: "you hold the data for a covered entity (business associate)",
        Role.TELECOMS_PROVIDER: "you provide a public telecoms service",
        Role.TRUST_SERVICE_PROVIDER: "you provide trust services",
        Role.CREDIT_INSTITUTION: "you are a credit institution",
        Role.CENTRAL_COUNTERPARTY: "you are a central counterparty",
        Role.TRADING_VENUE: "you operate a trading venue",
        Role.ESSENTIAL_OR_IMPORTANT_ENTITY: "you are an essential or important entity",
        Role.SUPERVISED_BY_NYDFS: "the Department of Financial Services of New York supervises you",
        Role.CREDIT_BUREAU: "you are a credit bureau",
    }
)
CATEGORIES: Mapping[Category, str] = MappingProxyType(
    {
        Category.CONTACT: "contact details",
        Category.BIRTH_DATE: "dates of birth",
        Category.SOCIAL_SECURITY_NUMBER: "social security numbers",
        Category.IDENTITY_NUMBER: "other government identity numbers",
        Category.FINANCIAL_ACCOUNT: "numbers of financial accounts",
        Category.PAYMENT_CARD: "numbers of payment cards",
        Category.CREDENTIALS: "passwords or other credentials",
        Category.HEALTH: "data on health",
        Category.HEALTH_INSURANCE: "numbers of health insurance",
        Category.BIOMETRIC: "biometric data",
        Category.GENETIC: "genetic data",
        Category.LOCATION: "data on location",
        Category.COMMUNICATIONS: "the content of communications",
        Category.EMPLOYMENT: "data on employment",
        Category.SENSITIVE: "data on religion, politics, origin or sexuality",
        Category.CHILDREN: "data of children",
    }
)
_RISKS: Mapping[Risk, str] = MappingProxyType(
    {
        Risk.UNLIKELY: "whatever the risk to people",
        Risk.LIKELY: "harm to people is likely",
        Risk.HIGH: "serious harm to people is likely",
    }
)


def place_name(code: str) -> str:
    """Return a place's name in English, as it stands in a sentence."""
    if code == EEA:
        return "the European Economic Area"
    return DIVISIONS.get(code) or {"US": "the United States", "GB": "the United Kingdom"}.get(code) or country_name(code) or code


def condition_words(condition: Condition) -> str:
    """Return a condition as a clause that follows "if"."""
    return " and ".join(_clauses(condition))


def conditions_words(*conditions: Condition | None) -> str:
    """Return conditions as one clause that follows "if"; empty where there is none."""
    given = [one for one in conditions if one is not None]
    # That someone lives there goes without saying where a number of them is asked for.
    numbered = {one.residents for one in given if one.counts_people and one != Condition(residents=one.residents)}
    said = [one for one in given if one != Condition(residents=one.residents) or one.residents not in numbered]
    return " and ".join(dict.fromkeys(clause for one in said for clause in _clauses(one)))


def _clauses(condition: Condition) -> Iterator[str]:
    if condition.counts_people:
        yield _number_words(condition)
    if condition.data:
        yield f"{either(CATEGORIES[category] for category in condition.data)} were reached"
    if condition.role:
        yield either(ROLES[role] for role in condition.role)
    if condition.risk is not None:
        yield _RISKS[condition.risk]
    if condition.impact:
        yield f"the impact is {either(impact.value for impact in condition.impact)}"
    if condition.open:
        yield "something is still unknown"
    if condition.told:
        yield f"`{condition.told}` was told"
    if condition.not_told:
        yield f"`{condition.not_told}` was not told"
    if condition.words:
        yield condition.words


def _number_words(condition: Condition) -> str:
    if condition.residents.endswith(ANY_STATE):
        country = place_name(condition.residents.removesuffix(ANY_STATE))
        who, one = f"residents of one state of {country}", f"a resident of one state of {country} is"
    elif condition.residents:
        who, one = f"residents of {place_name(condition.residents)}", f"residents of {place_name(condition.residents)} are"
    else:
        who, one = PEOPLE, "anybody is"
    if condition.fewer_than is not None:
        return f"fewer than {condition.fewer_than:,} {who} are affected"
    if condition.more_than is not None:
        return f"more than {condition.more_than:,} {who} are affected"
    return f"{condition.at_least:,} {who} or more are affected" if condition.at_least is not None else f"{one} affected"


def either(words: Iterable[str]) -> str:
    """Return alternatives: "a, b or c"."""
    several = list(words)
    return f"{', '.join(several[:-1])} or {several[-1]}" if len(several) > 1 else "".join(several)
