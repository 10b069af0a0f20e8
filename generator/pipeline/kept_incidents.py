"""What lists of all incidents say of each, kept for the next run, so that one that is as it was is neither read nor folded for them.

It follows from all that an incident's findings follow from, from which of its files readers may open, from which of the incidents that it names they
see, and from the time.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.model.document import IncidentFolder
from generator.model.kept import Kind
from generator.model.noted_time import Steady, holds
from generator.model.value_digest import NoValueError
from generator.pipeline.checking import Checked
from generator.pipeline.kept_findings import KeptFindings
from generator.render.incident_facts import from_json, in_json
from generator.render.kept_heads import KeptHeads
from generator.render.kept_parts import digest_of
from generator.render.site import PublicIncident, UnfoldedIncident


@dataclass(frozen=True, slots=True)
class KeptIncident:
    """What is kept of an incident.

    Attributes:
        key: its name among what is kept.
        line: what is kept, as it was written.
        named: the incidents that it names.
        held: what is kept, as it was read.
    """

    key: str
    line: bytes
    named: tuple[str, ...]
    held: dict[str, Any]


class KeptIncidents:
    """What is kept of the incidents of a site.

    Args:
        checked: the site.
        now: the time of judgement.
    """

    def __init__(self, checked: Checked, now: datetime) -> None:
        sources, config = checked.sources, checked.content.config.config
        self._now = now
        self._lines: KeptHeads | None = None
        if sources is not None and config is not None:
            self._sources = sources
            self._lines = KeptHeads(sources.kept, (config.site.identity, config.site.url), Kind.INCIDENTS)
            self._keys = KeptFindings(checked.analysis, sources.digests, checked.terms, sources.kept)

    def get(self, folder: IncidentFolder) -> KeptIncident | None:
        """Return what is kept of an incident; None where nothing is, or it does not hold any more."""
        if self._lines is None:
            return None
        key = self._keys.key(folder)
        line = self._lines.get(key)
        if line is None:
            return None
        try:
            held = json.loads(line.decode())
            after, before = (datetime.fromisoformat(held[end]) if held[end] else None for end in ("after", "before"))
            if not holds(self._now, datetime.fromisoformat(held["now"]), exact=held["exact"], after=after, before=before):
                return None
            return KeptIncident(key, line, tuple(held["named"]), held)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None

    def unfolded(
        self,
        kept: KeptIncident,
        folder: IncidentFolder,
        paths: Collection[str],
        slugs: Collection[str],
        whole: Callable[[], PublicIncident],
        forgotten: Callable[[], None] = lambda: None,
    ) -> PublicIncident | None:
        """Return an incident of which no more is known than what is kept; None where that does not hold.

        Args:
            kept: what is kept.
            folder: the incident as it is written.
            paths: the files that readers may open.
            slugs: the incidents that they see.
            whole: makes the incident whole.
            forgotten: told when it was forgotten.
        """
        files = tuple(path for path in folder.files if path in paths)
        try:
            facts = from_json(kept.held["facts"])
            is_same = files == tuple(kept.held["files"]) and facts.related == related(kept.named, slugs, folder.slug)
            if not is_same or self._lines is None:
                return None
            found = UnfoldedIncident.of(folder.slug, files, facts, bytes.fromhex(kept.held["made_of"]), whole, forgotten)
        except (ValueError, LookupError, TypeError, AttributeError):
            return None
        self._lines.use(kept.key, kept.line)
        return found

    def keep(self, folder: IncidentFolder, incident: PublicIncident, steady: Steady) -> None:
        """Keep what lists say of an incident, unless its findings are kept nowhere.

        Args:
            folder: the incident as it is written.
            incident: as readers see it.
            steady: what was asked of the time.
        """
        line = self.line(folder, incident, steady)
        if line is not None and self._lines is not None:
            self._lines.use(self._keys.key(folder), line)

    def told(self, folder: IncidentFolder, line: bytes) -> KeptIncident:
        """Return what is kept of an incident, as it would be read, when it was worked out in this run."""
        held = json.loads(line)
        return KeptIncident(self._keys.key(folder), line, tuple(held["named"]), held)

    def line(self, folder: IncidentFolder, incident: PublicIncident, steady: Steady) -> bytes | None:
        """Return what is kept of an incident as it is written, given what `keep` is given; None where nothing is kept."""
        if self._lines is None or self._sources.outlined is None or folder.slug not in self._sources.outlined:
            return None
        try:
            digest, facts = digest_of(incident), in_json(incident.facts)
        except NoValueError:
            return None
        held = {
            "now": steady.now.isoformat(),
            "exact": steady.exact,
            "after": steady.after.isoformat() if steady.after else None,
            "before": steady.before.isoformat() if steady.before else None,
            "named": folder.whole.incident.related,
            "files": incident.folder.files,
            "made_of": digest.hex(),
            "facts": facts,
        }
        return json.dumps(held).encode()

    def write(self) -> None:
        """Keep what was found in this run for the next one. Of a former state of the site nothing is: the next run asks of the present one."""
        if self._lines is not None and self._sources.outlined is not None:
            self._lines.write()


def related(named: tuple[str, ...], slugs: Collection[str], slug: str) -> tuple[str, ...]:
    """Return those of the incidents that one names which readers see, but for itself."""
    return tuple(one for one in dict.fromkeys(named) if one in slugs and one != slug)
