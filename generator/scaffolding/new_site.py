"""A new site: ordinary files with a few answers written into them."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from generator.content.plan import PATH as PLAN
from generator.content.plan import parse_plan
from generator.content.settings import PATH as SETTINGS
from generator.content.settings import parse_settings
from generator.format.telephone import telephone_numbers
from generator.model.config import Contact
from generator.model.diagnostic import Finding
from generator.model.identity import identity_of
from generator.model.person import Person
from generator.model.plan import blank_key
from generator.model.source import Source
from generator.scaffolding.template_filling import page, settings

ABOUT = "content/pages/about.md"
EXAMPLE = "content/incidents/example/"
#: The day on which the starter's example happens.
_EXAMPLE_DAY = date(2026, 1, 11)
#: The blank in the page About.
ADDRESS = "the address of this site"
_OF_ADDRESS = f"Its address is [[{ADDRESS}]]. "

_EMAIL = re.compile(r"[^\s,;<>()]+@[^\s,;<>()]+\.[^\s,;<>().]+")
_HOURS = re.compile(r"\d{1,2}[.:]\d{2}\s*[-–]\s*\d{1,2}[.:]\d{2}")
_JOINING = re.compile(r"^(?:[\s,;:.–-]|(?:or|and)\b)+|(?:[\s,;:–-]|\b(?:or|and)(?=\s*$))+$", re.IGNORECASE)

_NOBODY = Contact()
_NO_ONE = Person()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers for a new site. Empty ones are left to be filled in.

    Attributes:
        organisation: the organisation's name.
        address: the site's complete address.
        contact: how customers can ask questions.
        timezone: a name such as Europe/London.
        lead: who decides what is published and how to reach them, for the plan.
    """

    organisation: str = ""
    address: str = ""
    contact: Contact = _NOBODY
    timezone: str = ""
    lead: Person = _NO_ONE


def site(files: Mapping[str, str], answers: Answers, today: date) -> dict[str, str]:
    """Return the files of a new site.

    Args:
        files: the starter's files, by path.
        answers: the values to write into them.
        today: the day from which the plan is valid.
    """
    contact = answers.contact
    made = dict(files)
    made[SETTINGS] = settings(
        Source(SETTINGS, files[SETTINGS]),
        {
            ("organisation", "name"): answers.organisation,
            ("site", "url"): answers.address,
            ("site", "id"): identity_of(answers.address) if answers.address else "",
            ("site", "timezone"): answers.timezone,
            ("contact", "email"): contact.email,
            ("contact", "phone"): contact.phone,
            ("contact", "hours"): contact.hours,
            ("contact", "who"): contact.who,
        },
    )
    if not answers.address:
        # Ids derive from a real address or from none: two sites waiting for their addresses would otherwise have the same ids.
        made[SETTINGS] = re.sub(r"^ +#.*\n +id: .*\n", "", made[SETTINGS], count=1, flags=re.MULTILINE)
    lead: dict[tuple[str, ...], str] = {
        ("roles", "lead", key): text
        for key, text in (("who", answers.lead.name), ("phone", answers.lead.phone), ("email", answers.lead.email))
    }
    made[PLAN] = settings(Source(PLAN, files[PLAN]), {("since",): today.isoformat(), **lead})
    made |= {path: _of_yesterday(text, today) for path, text in files.items() if path.startswith(EXAMPLE)}
    # A sentence that nobody can finish yet is left out: no blank is published.
    about = files[ABOUT] if answers.address else files[ABOUT].replace(_OF_ADDRESS, "", 1)
    made[ABOUT] = page(Source(ABOUT, about), {blank_key(ADDRESS): f"`{answers.address}`"} if answers.address else {})
    return made


def _of_yesterday(text: str, today: date) -> str:
    """Return a text of the example as if it had been written yesterday, so that nothing in it lies in the future. Nowhere is an example shown as late."""
    text = text.replace(f"{_EXAMPLE_DAY}", f"{today - timedelta(days=1)}")
    return text.replace(_spoken(_EXAMPLE_DAY - timedelta(days=1)), _spoken(today - timedelta(days=2)))


def _spoken(day: date) -> str:
    # In English, as the starter is: the program asks for no locale of the computer.
    return f"{day.day} {day:%B}"


def problem(files: Mapping[str, str]) -> Finding | None:
    """Return the first problem in a new site's configuration or plan; None when there is none."""
    read = (parse_settings(Source(SETTINGS, files[SETTINGS]), ()), parse_plan(Source(PLAN, files[PLAN]), ()))
    return next((found for document in read for found in document.problems), None)


def address_of(written: str) -> str:
    """Complete a site's address: `status.larkfield.example` is enough."""
    written = written.strip()
    if written and "://" not in written:
        written = f"https://{written}"
    return written if not written or written.endswith("/") else f"{written}/"


def contact_of(written: str) -> Contact:
    """Split a line into who answers, where and when: `the incident team, help@larkfield.example, on weekdays from 9 to 17`.

    The text before the first address is who answers, the text after it is when.
    """
    email = _EMAIL.search(written)
    without = written if email is None else written[: email.start()] + " " * len(email.group()) + written[email.end() :]
    # Hours are not a telephone number, however many digits they have.
    spoken = telephone_numbers(_HOURS.sub(lambda found: "x" * len(found.group()), without))
    # Short numbers are days and years here.
    phone = next((one for one in spoken if len(re.sub(r"\D", "", one.uri)) >= 6), None)
    places = sorted(
        [*((found.start(), found.end()) for found in (email,) if found), *((one.start, one.end) for one in (phone,) if one)]
    )
    if not places:
        return Contact(who=_JOINING.sub("", written).strip())
    between = " ".join(written[end:start] for (_, end), (start, _) in pairwise(places))
    after = ", ".join(part for text in (between, written[places[-1][1] :]) if (part := _JOINING.sub("", text).strip()))
    return Contact(
        email=email.group() if email else "",
        phone=" ".join(without[phone.start : phone.end].split()) if phone else "",
        hours=after,
        who=_JOINING.sub("", written[: places[0][0]]).strip(),
    )


def zone_of(written: str, known: Collection[str]) -> str:
    """Return the time zone for a name or city in any case: `london` is Europe/London. Empty when there is no or more than one match.

    Args:
        written: the input.
        known: the names of all time zones.
    """
    wanted = "_".join(written.split()).casefold()
    whole = [name for name in known if name.casefold() == wanted]
    cities = [name for name in known if "/" in name and name.rpartition("/")[2].casefold() == wanted]
    # Legacy names of zones (`US/…`, `posix/…`) are not meant by a city.
    cities = [name for name in cities if name.split("/")[0] in _CONTINENTS]
    return whole[0] if whole else cities[0] if len(cities) == 1 else ""


_CONTINENTS = frozenset("Africa America Antarctica Arctic Asia Atlantic Australia Europe Indian Pacific".split())
