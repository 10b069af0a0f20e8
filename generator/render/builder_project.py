"""The project that the builder turns into a site: mkdocs.yml, the theme's files, attachments.

A theme's folder holds `theme.yml` (what it needs from the builder), `overrides/` (the wrapper, as MkDocs templates) and optionally `assets/`
(files that its pages load) and `inline/` (text that the wrapper includes in its pages). Every wrapper can include `themes/shared/`.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import rcssmin  # noqa: TID251  # this module is its home

from generator.content.themes import ThemeSettings, parse_theme
from generator.errors import UsageError
from generator.format.decoding import SETTINGS_LIMIT, decode
from generator.links.link_targets import composed
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Theme
from generator.model.config import Builder
from generator.model.source import RawFile
from generator.render import words
from generator.render.language import Language, language_for
from generator.render.markup import flat
from generator.render.pages import other_languages, site_language, site_name
from generator.render.site import Site
from generator.render.translations import TranslatedTexts, original, translated_texts

_ASSETS = "assets/aboveboard/"
#: Where a wrapper finds text to include in pages. MkDocs publishes all files of a theme except templates and names that begin with a dot.
_INLINE = "overrides/.inline/"


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """Yield mkdocs.yml, the theme's overrides and assets, and the attachments of visible texts.

    Raises:
        UsageError: the theme's theme.yml is invalid.
    """
    wrapper = _wrapper(theme)
    _refuse_unguarded(site, theme)
    yield Artifact(
        "mkdocs.yml", (json.dumps(_builder_settings(site, theme, wrapper), indent=2, ensure_ascii=False) + "\n").encode()
    )
    placed: dict[str, bytes] = {}
    # The theme's own files come after the shared ones and replace those of the same name.
    for folder, place in (
        ("shared/", _INLINE),
        (f"{theme.name}/inline/", _INLINE),
        (f"{theme.name}/overrides/", "overrides/"),
        (f"{theme.name}/assets/", f"docs/{_ASSETS}"),
    ):
        for path, data in sorted(theme.files.items()):
            if path.startswith(folder):
                top = "overrides/" if place == _INLINE and path.endswith(".html") else place
                placed[top + path.removeprefix(folder)] = _smaller(path, data)
    for name in wrapper.publish:
        if f"shared/{name}" not in theme.files:
            raise UsageError(f"theme.yml publishes {name}, which is not in themes/shared/", "fix the name, or add the file")
        placed.setdefault(f"docs/{_ASSETS}{name}", _smaller(name, theme.files[f"shared/{name}"]))
    for place, data in placed.items():
        yield Artifact(place, data)
    for incident in site.incidents:
        for path in incident.folder.files:
            if is_safe_file(path) and path in site.attachments:
                yield Artifact(f"docs/incidents/{incident.slug}/{composed(path.split('/', 3)[3])}", site.attachments[path])


def _smaller(path: str, data: bytes) -> bytes:
    """Remove comments and white space from a style sheet; return other files unchanged."""
    return rcssmin.cssmin(data) if path.endswith(".css") else data


def _refuse_unguarded(site: Site, theme: Theme) -> None:
    """Refuse a site's own templates for a builder without a template sandbox, which would run any code in them."""
    own = [path for path in sorted(theme.own) if path.startswith(("shared/", f"{theme.name}/")) and "/assets/" not in path]
    if site.config.builder is Builder.PROPERDOCS and own:
        raise UsageError(
            f"{Builder.PROPERDOCS.value} would run any code in themes/{own[0]}, so it builds only the themes that come with the program",
            f"write `builder: {Builder.MKDOCS.value}`, which runs no code of a theme, or delete the file",
        )


def _wrapper(theme: Theme) -> ThemeSettings:
    path = f"{theme.name}/theme.yml"
    if path not in theme.files:
        raise UsageError(f"themes/{path} is missing", "it says what the theme needs of the builder; copy it from another theme")
    data = theme.files[path]
    settings, problems = parse_theme(*decode(RawFile(f"themes/{path}", data, len(data)), SETTINGS_LIMIT))
    if settings is None:
        raise UsageError(f"themes/{path}, line {problems[0].at.line}: {problems[0].message}", problems[0].help)
    return settings


def _builder_settings(site: Site, theme: Theme, wrapper: ThemeSettings) -> dict[str, Any]:
    config = site.config
    language = site_language(site, theme)
    others = [
        (f"{tag}/", language_for(tag, theme, config.site.timezone), translated_texts(site, tag)) for tag in other_languages(site)
    ]
    spoken = {
        one.tag: one for one in (language, *(language_for(tag, theme, config.site.timezone) for tag in config.site.languages))
    }
    menu, more = _menu(site, language, original(site)), _more(site, language, original(site))
    # The product's keys win, then the theme's: addresses, safety and speed depend on them.
    return {
        **config.mkdocs,
        "plugins": [],
        **wrapper.mkdocs,
        "site_name": _frame_text(site_name(site, language)),
        "site_url": config.site.url,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": True,
        # The builder skips names that begin with a dot, except those listed here (patterns as in .gitignore).
        "exclude_docs": "!/.well-known/\n",
        "nav": [{title: f"{address}index.md"} for title, address in (*menu, *more)],
        "theme": {
            **wrapper.mkdocs["theme"],
            "custom_dir": "overrides",
            "language": _frame_language(language.tag, wrapper.languages),
        },
        "markdown_extensions": [],
        "extra": {
            **(wrapper.mkdocs.get("extra") or {}),
            "generator": False,
            "drill": config.drill,
            "organisation_url": config.organisation.url,
            "timezone": config.site.timezone.key,
            # The language of the site's own words, and the frame's words by language for pages in another language (the key `language` of
            # their front matter).
            "language": language.tag,
            "words": {tag: words.frame(one) for tag, one in spoken.items()},
            # The menu in the header, the pages that stand in the footer, and the names of the site and organisation, keyed by the folder
            # of a language's pages (the key `place` of their front matter; empty for the site's default language).
            "menus": {"": menu} | {place: _menu(site, one, said) for place, one, said in others},
            "more": {"": more} | {place: _more(site, one, said) for place, one, said in others},
            "names": {place: _names(site, one, said) for place, one, said in [("", language, original(site)), *others]},
        },
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def _menu(site: Site, language: Language, said: TranslatedTexts) -> list[tuple[str, str]]:
    """Return the pages in every page's header: titles in a form that the frame can print, and addresses relative to the site's."""
    return _placed(
        site,
        said,
        (language.gettext("Home"), ""),
        (language.gettext("All incidents"), "incidents/"),
        (language.gettext("Get updates"), "subscribe/"),
    )


def _more(site: Site, language: Language, said: TranslatedTexts) -> list[tuple[str, str]]:
    """Return the other pages, which every page's footer leads to, in the same form."""
    return _placed(
        site,
        said,
        (language.gettext("Corrections"), "corrections/"),
        (language.gettext("Our record"), "record/"),
        (language.gettext("What we learnt"), "lessons/"),
        (language.gettext("Is this page genuine?"), "verify/"),
        *((said.of(page.title) or page.title, f"{page.slug}/") for page in site.pages),
    )


def _placed(site: Site, said: TranslatedTexts, *pages: tuple[str, str]) -> list[tuple[str, str]]:
    place = "" if said.tag == site.config.site.language else f"{said.tag}/"
    return [(_frame_text(title), place + address) for title, address in pages]


def _names(site: Site, language: Language, said: TranslatedTexts) -> dict[str, str]:
    """Return what the site and its organisation are called: in one, and apart, so that the header says what the site is."""
    name = _frame_text(site_name(site, language, said))
    organisation = said.of(site.config.organisation.name) or site.config.organisation.name
    before, found, after = name.partition(_frame_text(organisation))
    rest = after.lstrip(" :,.|·–—-").strip() if found and not before else name
    return {
        "site": name,
        "organisation": organisation,
        "what": words.raised(rest) if rest else language.gettext(words.CARD_HEADING),
    }


def _frame_text(text: str) -> str:
    """Return text without HTML's special characters, because Material prints it both raw and escaped."""
    # A lone ampersand is valid in HTML; before a name or number it would start a character reference.
    return re.sub(r"&(?=#|\w+;)", "& ", flat(text).translate(str.maketrans('<>"', "()'")))


def _frame_language(tag: str, spoken: tuple[str, ...]) -> str:
    """Return the frame's language closest to the site's: the same tag, else its primary language, else English."""
    return next((known for known in (tag, tag.partition("-")[0]) if known in spoken), "en") if spoken else tag
