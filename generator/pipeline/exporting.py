"""One incident for other channels: exports and notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from generator.content.known_profiles import BASE, profiles_of
from generator.deadlines import requested_profiles
from generator.deadlines.clocks import Setting, judge_part, judge_profile, read_clocks
from generator.deadlines.condition_words import condition_words
from generator.deadlines.conditions import places_met
from generator.deadlines.lines_to_write import LineFacts, line_for
from generator.deadlines.model import Answer, ClockReading, ClockState, Verdict
from generator.deadlines.phases import phase_of
from generator.errors import UsageError
from generator.format.names import nearest
from generator.model.addressee import Addressee
from generator.model.artifact import Artifact, Theme
from generator.model.document import Content
from generator.model.incident import Incident
from generator.model.notice_profile import LetterText, Output, Profile, joined
from generator.pipeline.checking import Checked
from generator.render import comprehension, exports, letters
from generator.render.comprehension import ComprehensionSheet
from generator.render.exports import Form
from generator.render.letters import Notice, SaidByLaw, Wanted
from generator.render.posts import Post
from generator.render.reports_to_authorities import form_of, report
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice:
    """A notice, and what its writer must know about it.

    Attributes:
        view: the incident as the notice tells it.
        output: which output of the profile it is.
        missing: elements that the profile requires and the incident lacks: each with its description and the line to write.
        unsaid: elements that the notice should state if they are known, in the same form.
        unsettled: what the letter says in circumstances of which nobody knows whether they are given: each with the circumstances and why not.
        look_up: what has addresses or telephone numbers that change: each with where and when they were read, and the blank that replaces them.
        unasked: why the law does not ask for it here; empty: it does, or may.
        addressee: to whom a letter is written.
        waits: who asked you to wait, where the law lets that stop the clock that the notice stops; empty: nobody did.
        skipped: of the first notice, why no press release stands beside it; empty: one does, or the profile has none.
        columns: the fields of a letter that are filled in for each person; none where it has no fields.
        says_affected: whether the letter says that the data of whoever it is about is affected.
    """

    view: IncidentView
    profile: Profile
    output: Output
    notice: Notice
    missing: tuple[tuple[str, str], ...]
    unsaid: tuple[tuple[str, str], ...]
    unsettled: tuple[tuple[str, str, str], ...] = ()
    look_up: tuple[LetterText, ...] = ()
    unasked: str = ""
    addressee: Addressee = Addressee.ADULT
    columns: tuple[str, ...] = ()
    waits: str = ""
    skipped: str = ""
    says_affected: bool = False


def export(
    site: Site,
    incident: PublicIncident,
    forms: Iterable[Form],
    theme: Theme,
    *,
    number: int | None = None,
    tag: str = "",
    audience: str = "",
    large_print: bool = False,
) -> tuple[IncidentView, tuple[Post, ...], tuple[Artifact, ...]]:
    """Export an incident to other channels: its view, the posts (and those that fit no channel), and the files.

    Args:
        site: what the public sees.
        incident: the incident.
        forms: the channels to export to.
        theme: the folder with templates and message catalogues.
        number: the update after which the incident is told; None for the newest.
        tag: the language; empty for the audience's, or else the site's default.
        audience: whom it is told; empty for everyone.
        large_print: whether the letter is in large print.

    Raises:
        UsageError: there is no such update, audience or language, or a post would be for some readers alone.
    """
    forms = tuple(forms)
    if audience and Form.POST in forms:
        raise UsageError(
            "everyone can read a post, so no post is made for one audience",
            "leave `--as post` out, or leave `--audience` out and post what is for everyone",
        )
    view, texts = exports.view_of(site, incident, number, tag, theme, audience)
    posts = exports.posts_of(view, texts) if Form.POST in forms else ()
    return view, posts, tuple(exports.write(view, texts, theme, forms, large_print=large_print))


def comprehension_sheet(site: Site, incident: PublicIncident, theme: Theme, tag: str = "") -> ComprehensionSheet:
    """Return five questions about an incident's newest update for people outside the team, with the ledger's answers.

    Args:
        site: what the public sees.
        incident: the incident.
        theme: the folder with templates and message catalogues.
        tag: the language; empty for the site's default.

    Raises:
        UsageError: there is no such language.
    """
    view, texts = exports.view_of(site, incident, None, tag, theme)
    return comprehension.sheet(view, texts, theme)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRequest:
    """Which notice is wanted, and how.

    Attributes:
        key: the profile's name.
        output: which output of the profile; None: each that the rest of the request fits.
        tag: the language; empty for the audience's, or else the site's default.
        audience: whom it is told; empty for everyone.
        addressee: to whom a letter is written; None: as the audience says.
        merge: whether a letter has fields that are filled in for each person.
        large_print: whether it is in large print.
        easy_read: whether a letter says only what the update says in easy words.
        draft: whether it is wanted as a draft, even if it could be sent.
        given: what is filled in by hand in a form or letter, by the name of the field.
    """

    key: str
    output: Output | None = None
    tag: str = ""
    audience: str = ""
    addressee: Addressee | None = None
    merge: bool = False
    large_print: bool = False
    easy_read: bool = False
    draft: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def notices(
    checked: Checked, site: Site, incident: PublicIncident, request: NoticeRequest, theme: Theme
) -> tuple[WrittenNotice, ...]:
    """Write an incident as the notices of a profile: a letter, a notification or a disclosure, as the profile and the request say.

    Args:
        checked: the site as read, for the profiles of its own.
        site: what the public sees.
        incident: the incident.
        request: which notices, and how.
        theme: the folder with templates, message catalogues and fonts.

    Raises:
        UsageError: there is no such profile, output, audience, language or field; its law is not in force and no draft is wanted; or no output of
            the profile is what the request asks for.
    """
    profiles = checked.analysis.profiles
    if request.key not in profiles:
        raise UsageError(f"there is no notice profile called {request.key}", f"use one of: {', '.join(profiles)}")
    profile = profiles[request.key]
    draft = _why_draft(profile, _today(checked, site), wanted=request.draft)
    outputs = _fitting(profile, request)
    _refuse_unknown_fields(profile, outputs, request)
    skipped = _not_for_the_media(checked, incident, profile) if len(outputs) > 1 and Output.PRESS_RELEASE in outputs else ""
    written = tuple(
        _letter(checked, site, incident, profile, request, theme, draft)
        if output is Output.LETTER
        else _report(checked, site, incident, profile, output, request, theme, draft)
        for output in outputs
        if output is not Output.PRESS_RELEASE or not skipped
    )
    return (replace(written[0], skipped=skipped), *written[1:])


def _not_for_the_media(checked: Checked, incident: PublicIncident, profile: Profile) -> str:
    """Return why no press release is written unless somebody asks for it by name; empty where the law asks for it, or may."""
    return _unasked(incident.folder.incident, profile, _setting(checked, incident.slug), Output.PRESS_RELEASE)


def _report(
    checked: Checked,
    site: Site,
    incident: PublicIncident,
    profile: Profile,
    output: Output,
    request: NoticeRequest,
    theme: Theme,
    draft: str,
) -> WrittenNotice:
    view, texts = exports.view_of(site, incident, None, request.tag, theme)
    written = view.incident.folder.incident
    setting = _setting(checked, view.incident.slug)
    readings = read_clocks(written, (profile,), setting)
    phase = phase_of(profile, output, readings, written, checked.analysis.profiles, view.promise, checked.analysis.now)
    unasked = _unasked(written, profile, setting, output)
    if output is Output.PRESS_RELEASE and unasked:
        # Once the media have it, it cannot be taken back.
        draft = draft or f"not asked for: {unasked}"
    waits = _waits(written, profile, readings, output)
    if output is Output.PRESS_RELEASE and waits:
        draft = draft or f"{waits} asked you to wait"
    names = form_of(profile, output)
    given = {name: words for name, words in request.given.items() if name in names}
    made = report(
        view,
        texts,
        theme,
        profile,
        output,
        phase,
        given,
        on=_today(checked, site),
        lines=_line_facts(checked, view, phase.place),
        places=_places(profile, output, setting),
        draft=draft,
        large_print=request.large_print,
    )
    return WrittenNotice(
        view=view,
        profile=profile,
        output=output,
        notice=made.notice,
        missing=made.missing,
        unsaid=(),
        unasked=unasked,
        waits=waits,
    )


def _waits(incident: Incident, profile: Profile, readings: Iterable[ClockReading], output: Output) -> str:
    """Return who asked you to wait, where that stops a clock which the output would stop; empty: nobody did, or no law lets them."""
    stopped = any(one.state is ClockState.STOPPED and profile.output_of(one.clock) is output for one in readings)
    return incident.delayed.by if stopped and incident.delayed else ""


def _unasked(incident: Incident, profile: Profile, setting: Setting, output: Output) -> str:
    """Return why a profile does not ask for an output here; empty: it does, or may."""
    verdict = judge_profile(incident, profile, setting)
    if verdict.answer is Answer.NOT_MET:
        return "; ".join(verdict.because)
    verdicts = [
        judge_profile(incident, profile, setting, clock.only_if)
        for clock in profile.clocks.values()
        if profile.output_of(clock) is output
    ]
    if not verdicts or any(one.answer is not Answer.NOT_MET for one in verdicts):
        return ""
    return "; ".join(verdicts[0].because)


def _places(profile: Profile, output: Output, setting: Setting) -> tuple[str, ...]:
    """Return in which states the media are that a profile wants told."""
    asked = [clock.only_if for clock in profile.clocks.values() if profile.output_of(clock) is output]
    return tuple(dict.fromkeys(place for one in asked for place in places_met(one, setting.state)))


def _letter(
    checked: Checked,
    site: Site,
    incident: PublicIncident,
    profile: Profile,
    request: NoticeRequest,
    theme: Theme,
    draft: str,
) -> WrittenNotice:
    view, texts = exports.view_of(site, incident, None, request.tag, theme, request.audience)
    folder = view.incident.folder
    if request.easy_read and not view.update.easy_read:
        raise UsageError(
            f"the newest update of {folder.slug} says nothing in easy words",
            "write `easy_read:` in the next update, with one short sentence a line, and ask people who need it to try it",
        )
    setting = _setting(checked, view.incident.slug)
    missing = tuple(
        one
        for one in requested_profiles.missing_from(profile, folder, view.state, site.config, setting)
        if one not in profile.leaves_out
    )
    unsaid = tuple(
        element
        for element in profile.want
        if element not in (*missing, *profile.leaves_out) and requested_profiles.lacks(element, folder, view.state, site.config)
    )
    blanks = {element: requested_profiles.ELEMENTS[element] for element in missing}
    readers = view.incident.audience
    wanted = Wanted(
        addressee=request.addressee or (readers.letter_to if readers else None) or Addressee.ADULT,
        merge=request.merge,
        large_print=request.large_print,
        easy_read=request.easy_read,
    )
    judged = [
        (text, judge_part(folder.incident, profile, setting, text.only_if) if text.only_if else Verdict())
        for text in ({} if request.easy_read else profile.letter_says).values()
    ]
    more = tuple(
        SaidByLaw(text, request.given.get(text.fill, "") if text.fill else "")
        for text, verdict in judged
        if verdict.answer is Answer.MET
    )
    filled = tuple(
        (f"the blank “{one.text.fill}”", f'it with `--fill "{one.text.fill}=…"`: no file of the incident holds it')
        for one in more
        if one.lacks
    )
    lines = _line_facts(checked, view)
    return WrittenNotice(
        view=view,
        profile=profile,
        output=Output.LETTER,
        notice=letters.notice(view, texts, theme, profile, blanks, wanted, more=more, draft=draft, on=_today(checked, site)),
        missing=(*((requested_profiles.ELEMENTS[element], line_for(element, lines)) for element in missing), *filled),
        unsaid=tuple((requested_profiles.ELEMENTS[element], line_for(element, lines)) for element in unsaid),
        unsettled=tuple(
            (text.fill or text.say, condition_words(text.only_if), "; ".join(verdict.because))
            for text, verdict in judged
            if text.only_if is not None and verdict.answer is Answer.OPEN
        ),
        look_up=tuple(one.text for one in more if one.text.source and not one.given),
        unasked=_unasked(folder.incident, profile, setting, Output.LETTER),
        waits=_waits(folder.incident, profile, read_clocks(folder.incident, (profile,), setting), Output.LETTER),
        addressee=wanted.addressee,
        columns=letters.merge_columns(view, wanted),
        says_affected=letters.says_affected(view, wanted),
    )


def _today(checked: Checked, site: Site) -> date:
    """Return the day on which a notice is written."""
    return checked.analysis.now.astimezone(site.config.site.timezone).date()


def _line_facts(checked: Checked, view: IncidentView, place: str = "") -> LineFacts:
    """Return what the lines are made from that supply what is missing; what they promise comes after now."""
    return LineFacts(
        incident=view.incident.folder.incident,
        state=view.state,
        config=view.site.config,
        after=max(checked.analysis.now, view.update.published),
        place=place,
    )


def _setting(checked: Checked, slug: str) -> Setting:
    analysis = checked.analysis
    return requested_profiles.setting_of(analysis.ledgers[slug], analysis.config, analysis.now)


def _why_draft(profile: Profile, day: date, *, wanted: bool) -> str:
    """Return why a notice is a draft, whatever it says; empty: it need not be one.

    Raises:
        UsageError: the law is not in force on a day, and no draft is wanted.
    """
    law = profile.in_force
    if law.covers(day):
        return "not to be sent" if wanted else ""
    said = (
        f"this law is in force only from {law.start}"
        if law.start is not None and day < law.start
        else f"this law was in force only until {law.end}"
    )
    if not wanted:
        raise UsageError(
            f"`{profile.key}` is not in force on {day}: {said}", "`--draft` writes it all the same, marked as a draft"
        )
    return said


def _fitting(profile: Profile, request: NoticeRequest) -> tuple[Output, ...]:
    """Return the outputs of a profile that are asked for: options of letters ask for a letter.

    Raises:
        UsageError: there is none.
    """
    of_letters = {
        "--audience": request.audience,
        "--to": request.addressee,
        "--merge": request.merge,
        "--easy-read": request.easy_read,
    }
    options = [option for option, given in of_letters.items() if given]
    if request.output is not None and request.output not in profile.outputs:
        raise UsageError(
            f"`{profile.key}` has no {request.output.words.removeprefix('a ')}: it is {joined([one.words for one in profile.outputs])}",
            f"leave `--as` out, or write `--as {profile.outputs[0]}`",
        )
    outputs = (request.output,) if request.output is not None else profile.outputs
    if options and Output.LETTER not in outputs:
        raise UsageError(
            f"`{profile.key}` is not a letter to people: it goes to {profile.tells}"
            if request.output is None
            else f"{', '.join(f'`{one}`' for one in options)} {'is' if len(options) == 1 else 'are'} for letters to people, and {request.output.words} is none",
            f"leave {', '.join(f'`{one}`' for one in options)} out",
        )
    return (Output.LETTER,) if options else outputs


def _refuse_unknown_fields(profile: Profile, outputs: tuple[Output, ...], request: NoticeRequest) -> None:
    """Refuse what is filled in where nothing has a field for it.

    Raises:
        UsageError: one was given.
    """
    names = [name for output in outputs for name in form_of(profile, output)]
    if Output.LETTER in outputs:
        names += [text.fill for text in profile.letter_says.values() if text.fill]
    unknown = next((name for name in request.given if name not in names), None)
    if unknown is None:
        return
    if not names:
        raise UsageError(f"`{profile.key}` is a letter and has no fields to fill in", "leave `--fill` out")
    near = nearest(unknown, names)
    what = "letter" if outputs == (Output.LETTER,) else "form"
    raise UsageError(
        f"the {what} of `{profile.key}` has no field called {unknown}",
        f"did you mean {near}?" if near else f"there is: {'; '.join(names)}",
    )


def notice_profiles(content: Content, slug: str = "") -> tuple[tuple[Profile, str], ...]:
    """Return every notice profile that can be printed, with the places that name it, in words.

    Profiles that this site needs come first.

    Args:
        content: what was read of the site.
        slug: the incident in question; empty for all incidents.
    """
    known = profiles_of(content)
    config = content.config.config
    by_incident = {
        key: folder.slug
        for folder in reversed(content.incidents)
        if folder.document.incident and (not slug or folder.slug == slug)
        for key in folder.document.incident.profiles
    }
    own = {document.key for document in content.profiles}

    def asked_by(key: str) -> tuple[int, str]:
        if key in (config.profiles if config else ()):
            return 0, "Asked for by this site (`profiles:` in site_config.yml)"
        if key in by_incident:
            return 1, f"Asked for by {by_incident[key]} (`profiles:` in its incident.md)"
        if key == BASE:
            return 2, "In force for every incident"
        return (3, "Your own, and not asked for by any `profiles:`") if key in own else (4, "Not asked for by any `profiles:`")

    ordered = sorted(known.values(), key=lambda profile: (asked_by(profile.key)[0], asked_by(profile.key)[1]))
    return tuple((profile, asked_by(profile.key)[1]) for profile in ordered)
