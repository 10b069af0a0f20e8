"""What a drill begins with: its template, its scenario, the settings of its scratch copy, and the practice incident."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, tzinfo

from generator.content.scenario import shipped
from generator.errors import UsageError
from generator.model.config import SiteConfig
from generator.model.document import Content, TemplateDocument
from generator.model.drill import Scenario
from generator.model.incident import Impact
from generator.model.plan import Plan, Template, fill
from generator.model.source import with_newlines
from generator.scaffolding import new_files, template_filling, written_lines


def scenarios(content: Content) -> Mapping[str, Scenario]:
    """Return every scenario by key; a site's own replaces a shipped one."""
    own = {one.key: one.scenario for one in content.scenarios if one.scenario is not None}
    return {**shipped(), **own}


def last_rehearsed(content: Content, templates: Iterable[str]) -> Mapping[str, date | None]:
    """Return the day on which each template was last rehearsed, the one rehearsed longest ago, or never, first."""
    held: dict[str, date | None] = dict.fromkeys(templates)
    for document in content.drills:
        if document.record and document.record.template in held:
            held[document.record.template] = max(held[document.record.template] or date.min, document.record.held)
    return dict(sorted(held.items(), key=lambda pair: (pair[1] or date.min, pair[0])))


def scenario_for(template: str, scenario: str | None, known: Mapping[str, Scenario]) -> Scenario:
    """Return the requested scenario, or the one that fits a template best.

    Raises:
        UsageError: there is none.
    """
    if scenario is not None:
        if scenario not in known:
            raise UsageError(f"there is no scenario called {scenario}", f"there is: {', '.join(known)}")
        return known[scenario]
    fitting = [one for one in known.values() if one.template == template]
    # A scenario of the same name comes first.
    fitting.sort(key=lambda one: (one.key != template, one.key))
    if not fitting:
        raise UsageError(
            f"there is no scenario for the template {template}",
            f"choose one with --scenario ({', '.join(known)}), or write content/drills/scenarios/{template}.yml (docs/drills.md)",
        )
    return fitting[0]


def marked_settings(settings: str) -> str:
    """Return site_config.yml for a scratch copy, with the mark that identifies it as a drill."""
    text = with_newlines(settings.removeprefix("\ufeff"))
    opening = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*---[ \t]*\n", text)
    start = opening.end() if opening else 0
    return f"{text[:start]}# This is the scratch copy of a drill. Nothing in it has happened.\ndrill: true\n{text[start:]}"


def first_promise(
    config: SiteConfig, plan: Plan | None, template: Template, published: datetime, impact: Impact | None
) -> datetime:
    """Return the time that a first statement promises for the next update: the template's, or the site's by its policy."""
    if template.next_update:
        return written_lines.promised(published, template.next_update, config.site.timezone)
    return new_files.cadence(config, template.update.status, published, plan, impact)


def practice_incident(
    document: TemplateDocument,
    answers: Mapping[str, str],
    published: datetime,
    due: datetime,
    impact: Impact | None,
    zone: tzinfo,
) -> Mapping[str, str]:
    """Return the files of the practice incident by path: incident.md, and the first statement made from a template.

    Args:
        document: the template; it was understood.
        answers: what was given for its blanks.
        published: the time of the first statement.
        due: when it promises the next update.
        impact: how bad the incident is; None: the scenario does not say.
        zone: the site's time zone.
    """
    folder = f"content/incidents/{document.name}"
    title = fill(document.template.update.title, answers) if document.template else ""
    text = template_filling.statement(document.source, document.name, answers, published, due, zone)
    return {
        f"{folder}/incident.md": new_files.incident_file(title, published, impact),
        f"{folder}/01-first-statement.md": text,
    }
