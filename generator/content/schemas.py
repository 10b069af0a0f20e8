"""The format as JSON Schemas, for editors: they complete keys, say what each means, and underline what cannot be understood.

They are made of the declaration (`generator/format/`), in the writer's words. Draft 7, which yaml-language-server and
remark-lint-frontmatter-schema both read.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from generator.format.config import CONFIG
from generator.format.drill_record import DRILL_RECORD
from generator.format.incident import INCIDENT, INCIDENT_TRANSLATION
from generator.format.kinds import Part
from generator.format.page import PAGE
from generator.format.plan import PLAN
from generator.format.record import Record
from generator.format.review import REVIEW
from generator.format.template import TEMPLATE
from generator.format.update import UPDATE

DRAFT = "http://json-schema.org/draft-07/schema#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The schema of one kind of file.

    Attributes:
        name: what the command calls it.
        title: what the files are.
        files: patterns of their paths, relative to the site's root.
        record: what may stand in them.
    """

    name: str
    title: str
    files: tuple[str, ...]
    record: Record

    @property
    def part(self) -> Part:
        """The schema."""
        return _part(self.record)

    @property
    def path(self) -> str:
        """Where it is kept beside a site, for editors."""
        return f".schemas/{self.name}.json"

    @property
    def is_front_matter(self) -> bool:
        """Whether it is about keys that stand before Markdown."""
        return self.files[0].endswith(".md")

    @property
    def text(self) -> str:
        """The file."""
        whole = {"$schema": DRAFT, "title": self.title, **self.part}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


@cache
def _part(record: Record) -> Part:
    return record.part()


_INCIDENTS = "content/incidents/*/"
SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        schema.name: schema
        for schema in (
            Schema(
                name="site_config",
                title="The site's configuration",
                files=("site_config.yml",),
                record=CONFIG,
            ),
            Schema(name="plan", title="The plan", files=("content/plan.yml",), record=PLAN),
            Schema(
                name="incident",
                title="What rarely changes about an incident",
                files=(f"{_INCIDENTS}incident.md",),
                record=INCIDENT,
            ),
            Schema(
                name="incident_translation",
                title="The sentences of incident.md in another language",
                files=(f"{_INCIDENTS}incident.*.md",),
                record=INCIDENT_TRANSLATION,
            ),
            Schema(
                name="update",
                title="An update",
                files=(f"{_INCIDENTS}[0-9]*.md",),
                record=UPDATE,
            ),
            Schema(
                name="review",
                title="The review of an incident",
                files=(f"{_INCIDENTS}review.md", f"{_INCIDENTS}review.*.md"),
                record=REVIEW,
            ),
            Schema(
                name="template",
                title="A first statement with blanks",
                files=("content/templates/*.md",),
                record=TEMPLATE,
            ),
            Schema(
                name="page",
                title="A page",
                files=("content/pages/*.md",),
                record=PAGE,
            ),
            Schema(
                name="drill",
                title="The record of a rehearsal",
                files=("content/drills/*.md",),
                record=DRILL_RECORD,
            ),
        )
    }
)
