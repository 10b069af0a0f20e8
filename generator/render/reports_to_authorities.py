"""Notifications to authorities, field by field as their forms have them, and disclosures to markets.

Both state facts and nothing else: what is not known yet is marked as such and promised for the next report; what is only planned says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from generator.deadlines.phases import Phase
from generator.model.artifact import Theme
from generator.model.notice_profile import FormField, FormSource, Output, Profile
from generator.render.form_answers import FORMS, LATENESS, LINES, Answer, AnswerState, answers, residents
from generator.render.language import SOURCE, Language, same_language
from generator.render.letters import LARGE, SIZE, Notice, finished, heading_of, place_of, reasons
from generator.render.markup import Html, flat, html_of
from generator.render.pages import message_of
from generator.render.translations import TranslatedTexts
from generator.render.views import IncidentView

#: The places in the line that names residents, in place of which stands the one that is asked for.
_ANY_PLACES = "{US-NY: 312, US-CA: 988}"
_TEMPLATES: Mapping[Output, str] = {Output.NOTIFICATION: "notification.html", Output.DISCLOSURE: "disclosure.html"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A notification or a disclosure.

    Attributes:
        notice: in every form in which it can be sent.
        missing: what its form requires and nobody has written: in words, and the line to write or what to give.
    """

    notice: Notice
    missing: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """A field as its template takes it."""

    name: Html
    state: str
    parts: tuple[str, ...]
    given: str
    draft: str


def form_of(profile: Profile, output: Output) -> tuple[str, ...]:
    """Return the names of the fields that an output of a profile has; none for a letter."""
    return tuple(field.name for field in _fields(profile, output)) if output is not Output.LETTER else ()


def _fields(profile: Profile, output: Output) -> tuple[FormField, ...]:
    """Return the fields of an output. A report that comes late says why, also where the form has no field for it."""
    fields = profile.form or FORMS[output]
    asks = output is Output.DISCLOSURE or any(FormSource.LATE in field.sources for field in fields)
    return fields if asks else (*fields, LATENESS)


def report(
    view: IncidentView,
    texts: TranslatedTexts,
    theme: Theme,
    profile: Profile,
    output: Output,
    phase: Phase,
    given: Mapping[str, str],
    *,
    on: date,
    draft: str = "",
    large_print: bool = False,
) -> Report:
    """Return a notification or a disclosure that follows a profile.

    Args:
        view: the incident after one of its updates.
        texts: the authors' texts, in the report's language.
        theme: the folder with templates and fonts.
        profile: its form, and to whom it goes.
        output: which output of the profile it is.
        phase: which report this is.
        given: what is filled in by hand, by the name of the field.
        on: the day on which it is written.
        draft: why it is a draft, whatever it says; empty: it need not be one.
        large_print: whether it is in large print.
    """
    filled = answers(_fields(profile, output), view, phase, given)
    # That a report is not late is no answer to a question which its form does not ask.
    filled = tuple(one for one in filled if one.field is not LATENESS or phase.late or one.given)
    missing = [_missing(answer, phase.place) for answer in filled if answer.lacks]
    asked = {source for answer in filled for source in answer.field.sources}
    waiting = bool(view.state.open_unknowns) or any(answer.state is AnswerState.OPEN for answer in filled)
    if waiting and not phase.goes_on and output is Output.NOTIFICATION:
        missing.append(("when the next report comes, with what is not known yet", LINES[FormSource.NEXT_UPDATE][1]))
    language = view.language
    name = profile.form_title or profile.title
    title = flat(language.gettext(name))
    html = message_of(
        view,
        theme,
        texts,
        _TEMPLATES[output],
        title=heading_of(name, language, _language_of(profile)),
        written_on=on,
        recipients=[_in_english(one, language) for one in phase.whom],
        report=_in_english(phase.report, language),
        answers=[_as_written(answer, language, profile) for answer in filled],
        phase=phase,
        tellings=[{"whom": _in_english(one.whom, language), "at": one.at} for one in phase.told],
        residents=[(place_of(code, language), number) for code, number in residents(view, phase.place)],
        unasked=bool(view.state.open_unknowns) and FormSource.UNKNOWN not in asked,
        later=waiting and FormSource.NEXT_UPDATE not in asked and (phase.goes_on or output is Output.DISCLOSURE),
    )
    whys = reasons([what for what, _ in missing], [], draft)
    size = LARGE if large_print else SIZE
    return Report(
        notice=finished(view, texts, theme, profile, html, title=title, size=size, reasons=whys), missing=tuple(missing)
    )


def _missing(answer: Answer, place: str) -> tuple[str, str]:
    """Return what a field lacks, and what to do about it."""
    name = answer.field.name
    if answer.state is AnswerState.BY_HAND:
        return f"the field “{name}”", f'it by hand with `--fill "{name}=…"`: no file of the incident holds it'
    if answer.owed:
        return (
            f"why this report is late, in the field “{name}”",
            f'the reason with `--fill "{name}=…"`, and the same under `because` once it is told',
        )
    sources = [source for source in answer.field.sources if source in LINES]
    if FormSource.AFFECTED in sources:
        # Where people live is of use only where it is known how many they are.
        sources = [source for source in sources if source is not FormSource.RESIDENTS]
    lines = " or ".join(LINES[source][1] for source in sources)
    return f"the field “{name}”", lines.replace(_ANY_PLACES, f"{{{place}: 312}}") if place else lines


def _language_of(profile: Profile) -> str:
    """Return the language of the title and of the names of the fields."""
    return profile.form_language if profile.form else SOURCE


def _as_written(answer: Answer, language: Language, profile: Profile) -> _Written:
    of_law = bool(profile.form) and answer.field is not LATENESS
    return _Written(
        name=heading_of(answer.field.name, language, _language_of(profile)) if of_law else language.html(answer.field.name),
        state=answer.state.value,
        parts=answer.parts,
        given=answer.given,
        draft="DRAFT: this is missing" if answer.lacks else "",
    )


def _in_english(text: str, language: Language) -> Html:
    """Return words of a profile, which are English."""
    if not text or same_language(language.tag, SOURCE):
        return html_of(text)
    return Html(f'<bdi lang="{SOURCE}" dir="ltr">{html_of(text)}</bdi>')
