"""One incident by other channels: exports and notices."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.content.known_profiles import BASE, profiles_of
from generator.deadlines import requested_profiles
from generator.errors import UsageError
from generator.model.artifact import Artifact, Theme
from generator.model.document import Content
from generator.model.notice_profile import Profile
from generator.pipeline.checking import Checked
from generator.render import exports, letters
from generator.render.exports import Form
from generator.render.letters import Notice
from generator.render.posts import Post
from generator.render.site import PublicIncident, Site
from generator.render.views import IncidentView


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice:
    """A notice, and what its writer has to know of it.

    Attributes:
        view: the incident as it is told.
        missing: what the profile asks for and nothing says: what it is, and the line to write.
        unsaid: what it should say if it is known, likewise.
    """

    view: IncidentView
    profile: Profile
    notice: Notice
    missing: tuple[tuple[str, str], ...]
    unsaid: tuple[tuple[str, str], ...]


def export(
    site: Site, incident: PublicIncident, forms: Iterable[Form], theme: Theme, *, number: int | None = None, tag: str = ""
) -> tuple[IncidentView, tuple[Post, ...], tuple[Artifact, ...]]:
    """An incident for other channels: what is told, the posts (with those that fit nowhere), and the files.

    Args:
        site: what the public sees.
        incident: the incident.
        forms: the channels.
        theme: where the templates and catalogues are.
        number: the update after which it is told; None for the newest.
        tag: the language; empty for the site's own.

    Raises:
        UsageError: there is no such update or language.
    """
    view, texts = exports.view_of(site, incident, number, tag, theme)
    forms = tuple(forms)
    posts = exports.posts_of(view, texts) if Form.POST in forms else ()
    return view, posts, tuple(exports.write(view, texts, theme, forms))


def notice(checked: Checked, site: Site, incident: PublicIncident, key: str, theme: Theme, tag: str = "") -> WrittenNotice:
    """An incident as a notice of a profile.

    Args:
        checked: the site as it was read, for its own profiles.
        site: what the public sees.
        incident: the incident.
        key: the profile's name.
        theme: where the templates, catalogues and fonts are.
        tag: the language; empty for the site's own.

    Raises:
        UsageError: there is no such profile or language.
    """
    profiles = checked.analysis.profiles
    if key not in profiles:
        raise UsageError(f"there is no notice profile called {key}", f"use one of: {', '.join(profiles)}")
    profile = profiles[key]
    view, texts = exports.view_of(site, incident, None, tag, theme)
    missing = requested_profiles.missing_from(profile, incident.folder, view.state, site.config)
    unsaid = tuple(
        element
        for element in profile.want
        if element not in missing and requested_profiles.lacks(element, incident.folder, view.state, site.config)
    )
    made = letters.notice(view, texts, theme, profile, {element: requested_profiles.ELEMENTS[element][0] for element in missing})
    return WrittenNotice(
        view=view,
        profile=profile,
        notice=made,
        missing=tuple(requested_profiles.ELEMENTS[element] for element in missing),
        unsaid=tuple(requested_profiles.ELEMENTS[element] for element in unsaid),
    )


def notice_profiles(content: Content, slug: str = "") -> tuple[tuple[Profile, str], ...]:
    """Every notice profile that can be printed, each with who asks for it, in words: those that this site needs come first.

    Args:
        content: what was read of the site.
        slug: the incident that it is about; empty: all.
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
