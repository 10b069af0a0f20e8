"""Making a draft ready: writes its time of publication and its approvals and removes the draft mark; the rest is unchanged."""

import re
from collections.abc import Mapping

from generator.format.strict_yaml import flow
from generator.model.document import Document
from generator.model.update import When
from generator.scaffolding.new_files import NOT_YET
from generator.scaffolding.written_lines import yaml_time

_NOTE = re.compile(rf"\s*{re.escape(NOT_YET)}.*$")
#: The placeholder line for approvals.
_WAITING = re.compile(r"#\s*approved_by:")


def ready(document: Document, published: When, approved_by: Mapping[str, str], note: str = "") -> str:
    """Return the text of a document as published.

    Args:
        document: an update, a translation of one, or a review; it must have been understood.
        published: the time of publication.
        approved_by: everyone who approved it, by role; empty when nobody must, or all are in the file already.
        note: what stands behind the names; without one, names that were in the file already are no new approval.
    """
    lines = document.source.text.split("\n")
    changes: list[tuple[int, int, list[str]]] = []
    place = document.places.get(("published",))
    if place is not None:
        at = place.value
        line = lines[at.line - 1]
        written = line[: at.column - 1] + yaml_time(published) + _NOTE.sub("", line[at.end_column - 1 :])
        changes.append((at.line - 1, at.end_line, [written]))
    draft = document.places.get(("draft",))
    if draft is not None:
        changes.append((draft.key.line - 1, draft.value.end_line, []))
    if approved_by:
        written = f"approved_by: {flow(approved_by)}{f'   # {note}' if note else ''}"
        given = document.places.get(("approved_by",))
        waiting = next((number for number, line in enumerate(lines) if _WAITING.match(line)), None)
        if given is not None:
            last = max(span.value.end_line for path, span in document.places.items() if path[:1] == ("approved_by",))
            changes.append((given.key.line - 1, last, [written]))
        elif waiting is not None:
            changes.append((waiting, waiting + 1, [written]))
        elif place is not None:
            changes[0] = (changes[0][0], changes[0][1], [*changes[0][2], written])
    for first, last, new in sorted(changes, reverse=True):
        lines[first:last] = new
    return "\n".join(lines)
