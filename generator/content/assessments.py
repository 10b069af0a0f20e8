"""Reading and writing risk assessments: content/assessments/INCIDENT.yml."""

from collections.abc import Iterable
from enum import StrEnum

from generator.format.assessment import ASSESSMENT, UNKNOWN
from generator.format.strict_yaml import line_of
from generator.format.yaml_files import read_whole
from generator.model.assessment import QUESTIONS, Assessment
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


def assessment_text(given: Assessment) -> str:
    """Return the record as a file; questions that nobody has answered stand in it as comments."""
    lines = [
        "# What we judged of the risk to people. Private: it is never published, and it decides nothing.",
        f"assessed: {given.assessed}",
    ]
    if given.by:
        lines += ["by:", *(f"  - {line_of('x', name).removeprefix('x: ')}" for name in given.by)]
    for name, question in QUESTIONS.items():
        value = getattr(given, name)
        if name in given.unanswered:
            lines.append(f"# {name}: {question}")
        elif name == "kinds":
            lines.append(f"kinds: {listed(one.value for one in given.kinds)}")
        elif name == "number":
            lines.append(f"number: {UNKNOWN if given.number_unknown else given.number}")
        else:
            lines.append(f"{name}: {value.value if isinstance(value, StrEnum) else value}")
    if given.because:
        lines += ["because:", *(f"  {line_of(name, why)}" for name, why in given.because.items())]
    return "\n".join((*lines, ""))


def listed(words: Iterable[str]) -> str:
    """Return words as a list of YAML on one line."""
    return f"[{', '.join(word.strip() for word in words if word.strip())}]"
