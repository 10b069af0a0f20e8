"""The Python API: read a site, judge it, and look at its findings, ledgers and files; and the types from which plugins are written.

What `__all__` lists is kept: a change that would break a program that uses it comes only with a new minor version before 1.0, and with a new major
version from then on, and the version before it warns (CONTRIBUTING.md, "What is kept"). Everything else in this package is internal.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from generator.adapters import clock
from generator.adapters.site_files import read_attachments
from generator.adapters.theme_files import read_theme
from generator.cli import judging
from generator.errors import AboveboardError, EnvironmentFailedError, NoContentError, UsageError
from generator.inspection.context import Context
from generator.inspection.text_spans import TextSpan, text_spans
from generator.ledger.records import Ledger, Transition
from generator.model.artifact import Artifact, Theme
from generator.model.diagnostic import Diagnostic, Edit, Finding, Severity
from generator.model.document import (
    Content,
    Document,
    IncidentFolder,
    Translation,
    UpdateDocument,
    Written,
)
from generator.model.notifications import MessageBody, NewsItem, NewsItemKind
from generator.model.source import Source, Span
from generator.pipeline import building, publishing
from generator.render.site import PublicIncident, Site
from generator.rules.rule import Rule

__all__ = [
    "AboveboardError",
    "Artifact",
    "CheckedSite",
    "Content",
    "Context",
    "Diagnostic",
    "Document",
    "Edit",
    "EnvironmentFailedError",
    "Finding",
    "IncidentFolder",
    "Ledger",
    "MessageBody",
    "NewsItem",
    "NewsItemKind",
    "NoContentError",
    "PublicIncident",
    "Rule",
    "Severity",
    "Site",
    "Source",
    "Span",
    "TextSpan",
    "Theme",
    "Transition",
    "Translation",
    "UpdateDocument",
    "UsageError",
    "Written",
    "check_site",
    "text_spans",
]


class CheckedSite:
    """A site that was read and judged.

    Attributes:
        root: its folder.
        now: the time as of which it was judged.
    """

    def __init__(self, judged: judging.JudgedSite, root: Path, now: datetime) -> None:
        self.root, self.now, self._judged = root, now, judged

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """What is wrong, ordered by file, line, column and code: what `aboveboard validate` reports."""
        return self._judged.checked.diagnostics

    @property
    def blocked(self) -> bool:
        """Whether the findings stop a build."""
        return self._judged.checked.blocked

    @property
    def content(self) -> Content:
        """Everything that was read, drafts and embargoed texts included: what no reader may see before its time."""
        return self._judged.checked.content

    @property
    def ledgers(self) -> Mapping[str, Ledger]:
        """The ledger of each incident whose every file was understood, by the name of its folder; drafts are in `Ledger.drafts` alone."""
        return self._judged.checked.ledgers

    @property
    def public(self) -> Site:
        """What readers may see at `now`: what writers are given.

        Raises:
            UsageError: site_config.yml was not understood.
        """
        return publishing.publish(self._judged.checked, self.now)

    def artifacts(self) -> tuple[Artifact, ...]:
        """Return the files that would be published, before the builder makes pages of those that are pages, ordered by path.

        The paths are those of the builder's project: what is published as it is stands below `docs/`, and a page is `docs/…/index.md`. Only
        `aboveboard build` writes a site: it also makes the pages, the headers, the list of all files and its signature.

        Raises:
            UsageError: the findings stop a build, or site_config.yml was not understood.
            EnvironmentFailedError: a file cannot be read, or a plugin failed.
        """
        if self.blocked:
            raise UsageError("an error stops the build of this site", "look at `findings`: those with `blocks` stop it")
        site = self.public
        site = publishing.with_attachments(site, read_attachments(self.root, publishing.attachments(site)))
        return building.render(site, read_theme(site.config.site.theme, self.root), self._judged.checked.extensions.writers)


def check_site(root: Path, now: datetime | None = None) -> CheckedSite:
    """Read and judge the site in a folder, with the plugins that it names and that are installed. Nothing is written.

    Args:
        root: the folder with site_config.yml and content/.
        now: the time as of which it is judged, with its zone; by default, the clock's.

    Raises:
        ValueError: `now` has no zone.
        NoContentError: there is no site.
        EnvironmentFailedError: a file cannot be read, or a plugin is not installed or failed.
    """
    if now is not None and now.tzinfo is None:
        raise ValueError("`now` needs a time zone, such as datetime.now(UTC)")
    when = clock.now() if now is None else now
    return CheckedSite(judging.judge(root, when), root, when)
