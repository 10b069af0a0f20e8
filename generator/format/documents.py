"""Every kind of file with keys, and its declaration."""

from collections.abc import Mapping
from types import MappingProxyType

from generator.format.asked_readers import ASKED_READERS
from generator.format.assessment import ASSESSMENT
from generator.format.config import CONFIG
from generator.format.drill_record import DRILL_RECORD
from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION
from generator.format.outside_record import OUTSIDE_RECORD
from generator.format.page import PAGE
from generator.format.plan import PLAN
from generator.format.profile import PROFILE
from generator.format.record import Record
from generator.format.review import REVIEW
from generator.format.scenario import SCENARIO
from generator.format.template import TEMPLATE
from generator.format.update import UPDATE

#: The declarations, by the name of the kind of file.
DOCUMENTS: Mapping[str, Record] = MappingProxyType(
    {
        "site_config": CONFIG,
        "plan": PLAN,
        "incident": INCIDENT,
        "incident_translation": INCIDENT_TRANSLATION,
        "update": UPDATE,
        "review": REVIEW,
        "template": TEMPLATE,
        "page": PAGE,
        "profile": PROFILE,
        "scenario": SCENARIO,
        "drill": DRILL_RECORD,
        "elsewhere": OUTSIDE_RECORD,
        "asked": ASKED_READERS,
        "assessment": ASSESSMENT,
    }
)
