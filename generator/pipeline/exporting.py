"""One incident for other channels: exports and notices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from generator.content.known_profiles import BASE, profiles_of
from generator.deadlines import requested_profiles
from generator.deadlines.clocks import Setting, read_clocks
from generator.deadlines.phases import phase_of
from generator.errors import UsageError
from generator.format.names import nearest
from generator.model.addressee import Addressee
from generator.model.artifact import Artifact, Theme
from generator.model.document import Content
from generator.model.notice_profile import Output, Profile
from generator.pipeline.checking import Checked
from generator.render import comprehension, exports, letters
from generator.render.comprehension import ComprehensionSheet
from generator.render.exports import Form
from generator.render.letters import Notice, Wanted
from generator.render.posts import Post
from generator.render.reports_to_authorities import form_of, report
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice:
    """A notice, and what its writer must know about it.

    Attributes:
        view: the incident as the notice tells it.
        missing: elements that the profile requires and the incident lacks: each with its description and the line to write.
        unsaid: elements that the notice should state if they are known, in the same form.
        addressee: to whom a letter is written.
        columns: the fields of a letter that are filled in for each person; none where it has no fields.
    """

    view: IncidentView
    profile: Profile
    notice: Notice
    missing: tuple[tuple[str, str], ...]
    unsaid: tuple[tuple[str, str], ...]
    addressee: Addressee = Addressee.ADULT
    columns: tuple[str, ...] = ()


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
        tag: the language; empty for the audience's, or else the site's default.
        audience: whom it is told; empty for everyone.
        addressee: to whom a letter is written; None: as the audience says.
        merge: whether a letter has fields that are filled in for each person.
        large_print: whether it is in large print.
        easy_read: whether a letter says only what the update says in easy words.
        draft: whether it is wanted as a draft, even if it could be sent.
        given: what is filled in by hand in a form, by the name of the field.
    """

    key: str
    tag: str = ""
    audience: str = ""
    addressee: Addressee | None = None
    merge: bool = False
    large_print: bool = False
    easy_read: bool = False
    draft: bool = False
    given: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def notice(checked: Checked, site: Site, incident: PublicIncident, request: NoticeRequest, theme: Theme) -> WrittenNotice:
    """Write an incident as a notice that follows a profile: a letter, a notification or a disclosure, as the profile says.

    Args:
        checked: the site as read, for the profiles of its own.
        site: what the public sees.
        incident: the incident.
        request: which notice, and how.
        theme: the folder with templates, message catalogues and fonts.

    Raises:
        UsageError: there is no such profile, audience, language or field; its law is not in force and no draft is wanted; or what is wanted is
            for letters only.
    """
    profiles = checked.analysis.profiles
    if request.key not in profiles:
        raise UsageError(f"there is no notice profile called {request.key}", f"use one of: {', '.join(profiles)}")
    profile = profiles[request.key]
    now = checked.analysis.now
    draft = _why_draft(profile, now.astimezone(site.config.site.timezone).date(), wanted=request.draft)
    _refuse_what_does_not_fit(profile, request)
    if profile.output is Output.LETTER:
        return _letter(checked, site, incident, profile, request, theme, draft)
    view, texts = exports.view_of(site, incident, None, request.tag, theme)
    readings = read_clocks(view.incident.folder.incident, (profile,), _setting(checked, view))
    phase = phase_of(profile, readings, view.incident.folder.incident, profiles, view.promise, now)
    made = report(view, texts, theme, profile, phase, request.given, draft=draft, large_print=request.large_print)
    return WrittenNotice(view=view, profile=profile, notice=made.notice, missing=made.missing, unsaid=())


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
    missing = requested_profiles.missing_from(profile, folder, view.state, site.config, _setting(checked, view))
    unsaid = tuple(
        element
        for element in profile.want
        if element not in missing and requested_profiles.lacks(element, folder, view.state, site.config)
    )
    blanks = {element: requested_profiles.ELEMENTS[element][0] for element in missing}
    readers = view.incident.audience
    wanted = Wanted(
        addressee=request.addressee or (readers.letter_to if readers else None) or Addressee.ADULT,
        merge=request.merge,
        large_print=request.large_print,
        easy_read=request.easy_read,
    )
    return WrittenNotice(
        view=view,
        profile=profile,
        notice=letters.notice(view, texts, theme, profile, blanks, wanted, draft=draft),
        missing=tuple(requested_profiles.ELEMENTS[element] for element in missing),
        unsaid=tuple(requested_profiles.ELEMENTS[element] for element in unsaid),
        addressee=wanted.addressee,
        columns=letters.merge_columns(view, wanted),
    )


def _setting(checked: Checked, view: IncidentView) -> Setting:
    analysis = checked.analysis
    return requested_profiles.setting_of(analysis.ledgers[view.incident.slug], analysis.config, analysis.now)


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


def _refuse_what_does_not_fit(profile: Profile, request: NoticeRequest) -> None:
    """Refuse options of letters for a form, and fields for a letter.

    Raises:
        UsageError: one of them was given.
    """
    if profile.output is Output.LETTER:
        if request.given:
            raise UsageError(f"`{profile.key}` is a letter and has no fields to fill in", "leave `--fill` out")
        return
    of_letters = {
        "--audience": request.audience,
        "--to": request.addressee,
        "--merge": request.merge,
        "--easy-read": request.easy_read,
    }
    if found := [option for option, given in of_letters.items() if given]:
        raise UsageError(
            f"`{profile.key}` is not a letter to people: it goes to {profile.tells}",
            f"leave {', '.join(f'`{one}`' for one in found)} out",
        )
    names = form_of(profile)
    unknown = next((name for name in request.given if name not in names), None)
    if unknown is not None:
        near = nearest(unknown, names)
        raise UsageError(
            f"the form of `{profile.key}` has no field called {unknown}",
            f"did you mean {near}?" if near else f"there is: {', '.join(names)}",
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
