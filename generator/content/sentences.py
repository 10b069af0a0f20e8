"""What a file says, taken apart: names in sections, values, sentences, and a body. What a translation repeats, and what pages take from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

from generator.model.document import (
    Document,
    IncidentDocument,
    IncidentTranslationDocument,
    PageDocument,
    ReviewDocument,
    UpdateDocument,
)
from generator.model.incident import Incident, IncidentTranslation, Review
from generator.model.update import Count, Fact, Update

#: Where a sentence or a value stands. A sentence under a name alone has the path that it would have if its key were written.
Path: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, as a translation has to repeat it.

    Attributes:
        names: the names in each section, in order; a section without any is left out.
        values: what has to be the same, by path; what is not said is left out.
        sentences: white space folded, by path; what is not said is left out.
        body: the Markdown after the front matter.
    """

    names: Mapping[str, tuple[str, ...]]
    values: Mapping[Path, object]
    sentences: Mapping[Path, str]
    body: str


def said(document: Document) -> Said:
    """What a file says."""
    names: dict[str, tuple[str, ...]] = {}
    values: dict[Path, object] = {}
    sentences: dict[Path, str] = {}
    body = ""
    match document:
        case UpdateDocument(parsed=Update() as update):
            body = update.body
            _update(update, names, values, sentences)
        case IncidentDocument(incident=Incident() as told) | IncidentTranslationDocument(parsed=IncidentTranslation() as told):
            body = told.body
            names["questions"] = tuple(told.questions)
            sentences |= {("title",): told.title, ("direct_notice",): told.direct_notice, ("remedy",): told.remedy}
            for name, question in told.questions.items():
                sentences |= {("questions", name, "ask"): question.ask, ("questions", name, "answer"): question.answer}
        case ReviewDocument(review=Review() as review):
            body = review.body
            _review(review, names, values, sentences)
        case PageDocument():
            body = document.body
            sentences[("title",)] = document.title
        case _:
            pass
    return Said(
        names=MappingProxyType({section: those for section, those in names.items() if those}),
        values=MappingProxyType({path: value for path, value in values.items() if value not in {None, "", False}}),
        sentences=MappingProxyType({path: text for path, text in sentences.items() if text}),
        body=body,
    )


def _update(update: Update, names: dict[str, tuple[str, ...]], values: dict[Path, object], sentences: dict[Path, str]) -> None:
    named: Mapping[str, Mapping[str, object]] = {
        "known": update.known,
        "unknown": update.unknown,
        "next_steps": update.next_steps,
        "actions": update.actions,
        "corrections": update.corrections,
        "unanswerable": update.unanswerable,
        "done": update.done,
        "dropped": update.dropped,
        "withdrawn": update.withdrawn,
        "affected": update.affected,
        "data": update.data,
        "consequences": update.consequences,
    }
    names |= {section: tuple(entries) for section, entries in named.items()}
    sentences |= {
        ("title",): update.title,
        ("summary",): update.summary,
        ("actions",): update.no_action,
        ("because",): update.because,
        ("late",): update.late,
        ("monitoring", "what"): update.monitoring.what if update.monitoring else "",
    }
    values |= {
        ("published",): update.published,
        ("status",): update.status,
        ("unknown",): "none_left" if update.none_left else None,
        ("next_update",): "none_planned" if update.none_planned else update.next_update,
        ("nature",): update.nature,
        ("contained_by",): update.contained_by,
        ("monitor_until",): update.monitor_until,
        ("monitoring", "looked"): update.monitoring.looked if update.monitoring else None,
        ("review_by",): update.review_by,
        ("no_change",): update.no_change,
        ("draft",): update.draft,
    }
    if update.window:
        values |= {("window", "from"): update.window.start or "unknown", ("window", "to"): update.window.end or "unknown"}
    for section in ("corrections", "unanswerable", "done", "dropped", "withdrawn", "consequences"):
        sentences |= {(section, name): str(text) for name, text in named[section].items()}
    for section, facts in (("known", update.known), ("unknown", update.unknown)):
        for name, fact in facts.items():
            _fact((section, name), fact, values, sentences)
    for name, step in update.next_steps.items():
        at = ("next_steps", name)
        values[*at, "by"] = step.by
        sentences |= {(*at, "do"): step.do, (*at, "who"): step.who, (*at, "because"): step.because}
    for name, action in update.actions.items():
        at = ("actions", name)
        values[*at, "urgency"] = action.urgency
        sentences |= {(*at, "do"): action.do, (*at, "why"): action.why, (*at, "for"): action.audience}
    for name, count in update.affected.items():
        values |= {("affected", name, key): value for key, value in _count(count)}
    values |= {("data", name): state for name, state in update.data.items()}


def _fact(at: Path, fact: Fact, values: dict[Path, object], sentences: dict[Path, str]) -> None:
    values |= {(*at, "sure"): "likely" if fact.likely else None, (*at, "by"): fact.by, (*at, "through"): fact.through}
    sentences |= {
        (*at, "text"): fact.text,
        (*at, "from"): fact.source,
        (*at, "looked"): fact.looked,
        (*at, "cannot_see"): fact.cannot_see,
    }


def _count(count: Count) -> Iterator[tuple[str, object]]:
    yield count.form.value, (count.stated, count.low)
    if count.of is not None:
        # A total may be 0, and is said all the same.
        yield "of", (count.of,)


def _review(review: Review, names: dict[str, tuple[str, ...]], values: dict[Path, object], sentences: dict[Path, str]) -> None:
    sections: Mapping[str, Mapping[str, str]] = {
        "response_well": review.response_well,
        "response_badly": review.response_badly,
        "communication_well": review.communication_well,
        "communication_badly": review.communication_badly,
        "lessons": review.lessons,
    }
    names |= {section: tuple(entries) for section, entries in sections.items()}
    names["corrective_actions"] = tuple(review.corrective_actions)
    values |= {("published",): review.published, ("draft",): review.draft}
    sentences |= {("title",): review.title, ("cause",): review.cause}
    sentences |= {(section, name): text for section, entries in sections.items() for name, text in entries.items()}
    for name, action in review.corrective_actions.items():
        at = ("corrective_actions", name)
        values |= {(*at, "by"): action.by, (*at, "done"): action.done}
        sentences |= {(*at, "do"): action.do, (*at, "owner"): action.owner, (*at, "dropped"): action.dropped}
        if action.moved:
            values[*at, "moved", "from"] = action.moved.start
            sentences[*at, "moved", "because"] = action.moved.because
