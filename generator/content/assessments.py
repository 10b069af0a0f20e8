"""Parsing risk assessments: content/assessments/INCIDENT.yml."""

from generator.format.assessment import ASSESSMENT, UNKNOWN
from generator.format.yaml_files import read_whole
from generator.model.assessment import Assessment
from generator.model.diagnostic import Finding
from generator.model.document import AssessmentDocument
from generator.model.source import Source

FOLDER = "content/assessments"


def parse_assessment(source: Source, problems: tuple[Finding, ...], slug: str) -> AssessmentDocument:
    """Parse a risk assessment; `assessment` is None when anything in it was not understood.

    Args:
        source: the file.
        problems: problems found before parsing (its encoding, its size).
        slug: the incident that it is about.
    """
    reader, values = read_whole(ASSESSMENT, source, problems, "`assessed: 2027-03-04`")
    assessment = None
    if values is not None and reader.understood:
        number = values.pop("number", None)
        given = {key: value for key, value in values.items() if value is not None and value != ""}
        assessment = Assessment(**given, number=number if isinstance(number, int) else None, number_unknown=number == UNKNOWN)
    return AssessmentDocument(**reader.document(source), slug=slug, assessment=assessment)
