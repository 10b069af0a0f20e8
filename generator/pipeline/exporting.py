"""One incident for other channels: exports and notices."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.content.known_profiles import BASE, profiles_of
from generator.deadlines import requested_profiles
from generator.errors import UsageError
from generator.model.artifact import Artifact, Theme
from generator.model.document import Content
from generator.model.notice_profile import Profile
from generator.pipeline.checking import Checked
from generator.render import comprehension, exports, letters
from generator.render.comprehension import ComprehensionSheet
from generator.render.exports import Form
from generator.render.letters import Notice
from generator.render.posts import Post
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice:
    """A notice, and what its writer must know about it.

    Attributes:
        view: the incident as the notice tells it.
        missing: elements that the profile requires and the incident lacks: each with its description and the line to write.
        unsaid: elements that the notice should state if they are known, in the same form.
    """

    view: IncidentView
    profile: Profile
    notice: Notice
    missing: tuple[tuple[str, str], ...]
    unsaid: tuple[tuple[str, str], ...]


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
            "everybody can read a post, so there is none for an audience",
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


def notice(
    checked: Checked,
    site: Site,
    incident: PublicIncident,
    key: str,
    theme: Theme,
    tag: str = "",
    audience: str = "",
    *,
    large_print: bool = False,
) -> WrittenNotice:
    """Write an incident as a notice that follows a profile.

    Args:
        checked: the site as read, for the profiles of its own.
        site: what the public sees.
        incident: the incident.
        key: the profile's name.
        theme: the folder with templates, message catalogues and fonts.
        tag: the language; empty for the audience's, or else the site's default.
        audience: whom it is told; empty for everyone.
        large_print: whether it is in large print.

    Raises:
        UsageError: there is no such profile, audience or language.
    """
    profiles = checked.analysis.profiles
    if key not in profiles:
        raise UsageError(f"there is no notice profile called {key}", f"use one of: {', '.join(profiles)}")
    profile = profiles[key]
    view, texts = exports.view_of(site, incident, None, tag, theme, audience)
    folder = view.incident.folder
    analysis = checked.analysis
    setting = requested_profiles.setting_of(analysis.ledgers[folder.slug], site.config, analysis.now)
    missing = requested_profiles.missing_from(profile, folder, view.state, site.config, setting)
    unsaid = tuple(
        element
        for element in profile.want
        if element not in missing and requested_profiles.lacks(element, folder, view.state, site.config)
    )
    blanks = {element: requested_profiles.ELEMENTS[element][0] for element in missing}
    made = letters.notice(view, texts, theme, profile, blanks, large_print=large_print)
    return WrittenNotice(
        view=view,
        profile=profile,
        notice=made,
        missing=tuple(requested_profiles.ELEMENTS[element] for element in missing),
        unsaid=tuple(requested_profiles.ELEMENTS[element] for element in unsaid),
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
