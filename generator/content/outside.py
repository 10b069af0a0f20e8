"""Parsing the files beside texts that are kept under content/elsewhere/."""

from generator.format.outside_record import OUTSIDE_RECORD
from generator.format.yaml_files import read_whole
from generator.model.diagnostic import Finding
from generator.model.document import OutsideDocument
from generator.model.outside_text import OutsideFile, OutsideRecord
from generator.model.source import Source

FOLDER = "content/elsewhere"


def parse_outside(
    source: Source, problems: tuple[Finding, ...], slug: str, name: str, file: OutsideFile | None
) -> OutsideDocument:
    """Parse how a text was told; `record` is None when anything in it was not understood.

    Args:
        source: the file beside the text.
        problems: problems found before parsing (its encoding, its size).
        slug: the incident that the text speaks of.
        name: the name of both files, without ending.
        file: the text; None where there is none.
    """
    reader, values = read_whole(OUTSIDE_RECORD, source, problems, "`channel:`, `told:` and `to:`")
    record = None
    if values is not None and reader.understood:
        record = OutsideRecord(**{key: value for key, value in values.items() if value is not None and value != ""})
    return OutsideDocument(**reader.document(source), slug=slug, name=name, file=file, record=record)
