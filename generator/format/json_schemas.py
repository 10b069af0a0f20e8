"""The format as JSON Schemas, with which editors complete keys, explain them, and underline errors.

They are generated from the declaration (`generator/format/`), in the writer's words. They use draft 7, which both yaml-language-server and
remark-lint-frontmatter-schema support.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from generator.format.documents import DOCUMENTS
from generator.format.kinds import Part

DRAFT = "http://json-schema.org/draft-07/schema#"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The schema of one kind of file.

    Attributes:
        name: its name in the command `schema`.
        title: a description of the files.
        files: patterns of their paths, relative to the site's root.
    """

    name: str
    title: str
    files: tuple[str, ...]

    @property
    def part(self) -> Part:
        """The schema as data."""
        return _part(self.name)

    @property
    def path(self) -> str:
        """Where the schema is stored in a site, for editors."""
        return f".schemas/{self.name}.json"

    @property
    def is_front_matter(self) -> bool:
        """Whether the schema describes front matter before Markdown."""
        return self.files[0].endswith(".md")

    @property
    def text(self) -> str:
        """The schema file's text."""
        whole = {"$schema": DRAFT, "title": self.title, **self.part}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


@cache
def _part(name: str) -> Part:
    return DOCUMENTS[name].part()


_INCIDENTS = "content/incidents/*/"
SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        name: Schema(name=name, title=title, files=tuple(files))
        for name, title, *files in (
            ("site_config", "The site's configuration", "site_config.yml"),
            ("plan", "The plan", "content/plan.yml"),
            ("incident", "What rarely changes about an incident", f"{_INCIDENTS}incident.md"),
            ("incident_translation", "The sentences of incident.md in another language", f"{_INCIDENTS}incident.*.md"),
            ("update", "An update", f"{_INCIDENTS}[0-9]*.md"),
            ("review", "The review of an incident", f"{_INCIDENTS}review.md", f"{_INCIDENTS}review.*.md"),
            ("template", "A first statement with blanks", "content/templates/*.md"),
            ("page", "A page", "content/pages/*.md"),
            ("drill", "The record of a rehearsal", "content/drills/*.md"),
            ("asked", "What readers understood of an update", "content/asked/*.md"),
            ("assessment", "A risk assessment", "content/assessments/*.yml"),
            ("profile", "A notice profile", "content/profiles/*.yml"),
            ("elsewhere", "A text told elsewhere", "content/elsewhere/*/*.yml"),
            ("scenario", "What happens in a rehearsal", "content/drills/scenarios/*.yml"),
        )
    }
)
