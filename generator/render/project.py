"""The project that the press turns into a site: mkdocs.yml, the theme's files, attachments.

A theme's folder holds `theme.yml` (what it needs of the press), `overrides/` (the wrapper, as templates of MkDocs) and, if it wants, `assets/`
(files that its pages ask for) and `inline/` (what the wrapper writes into its pages). `themes/shared/` is there for every wrapper to include.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import rcssmin  # noqa: TID251  # this module is its home

from generator.errors import UsageError
from generator.format import strict_yaml
from generator.model.allowed import is_safe_file
from generator.model.artifact import Artifact, Theme
from generator.render import words
from generator.render.language import Language, speaking
from generator.render.markup import flat
from generator.render.pages import other_languages, site_language, site_name
from generator.render.site import Site
from generator.render.translated import Translated, original, translated

_ASSETS = "assets/aboveboard/"
#: Where a wrapper finds what it writes into a page: MkDocs publishes every file of a theme but templates and what begins with a dot.
_INLINE = "overrides/.inline/"


@dataclass(frozen=True, slots=True)
class _Wrapper:
    """theme.yml.

    Attributes:
        mkdocs: what goes into mkdocs.yml.
        publish: the files of themes/shared/ that pages ask for.
        languages: those that the frame speaks; empty: any.
    """

    mkdocs: Mapping[str, Any]
    publish: tuple[str, ...]
    languages: tuple[str, ...]


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """mkdocs.yml, the theme's overrides and assets, and the attachments of what is shown.

    Raises:
        UsageError: the theme's theme.yml cannot be used.
    """
    wrapper = _wrapper(theme)
    yield Artifact("mkdocs.yml", (json.dumps(_settings(site, theme, wrapper), indent=2, ensure_ascii=False) + "\n").encode())
    placed: dict[str, bytes] = {}
    # The theme's own files come after those that all share, and stand in their place where they have the same name.
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
            raise UsageError(f"theme.yml publishes {name}, which is not in themes/shared/", "mend the name, or add the file")
        placed.setdefault(f"docs/{_ASSETS}{name}", _smaller(name, theme.files[f"shared/{name}"]))
    for place, data in placed.items():
        yield Artifact(place, data)
    for case in site.cases:
        for path in case.folder.files:
            if is_safe_file(path) and path in site.attachments:
                yield Artifact(f"docs/incidents/{case.slug}/{path.split('/', 3)[3]}", site.attachments[path])


def _smaller(path: str, data: bytes) -> bytes:
    """A style sheet without comments and white space; anything else as it is."""
    return rcssmin.cssmin(data) if path.endswith(".css") else data


def _wrapper(theme: Theme) -> _Wrapper:
    path = f"{theme.name}/theme.yml"
    if path not in theme.files:
        raise UsageError(f"themes/{path} is missing", "it says what the theme needs of the press; copy it from another theme")
    node, problems = strict_yaml.read(theme.files[path].decode("utf-8", "replace"), f"themes/{path}")
    if problems:
        raise UsageError(f"themes/{path}, line {problems[0].at.line}: {problems[0].message}", problems[0].help)
    given = strict_yaml.plain(node) if node is not None else {}
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("mkdocs"), dict)
        or not isinstance(given["mkdocs"].get("theme"), dict)
    ):
        raise UsageError(
            f"themes/{path} has no `mkdocs:` with a `theme:` in it", "write at least `mkdocs: {theme: {name: null}, plugins: []}`"
        )
    for key in ("publish", "languages"):
        if not isinstance(given.setdefault(key, []), list) or not all(isinstance(name, str) for name in given[key]):
            raise UsageError(f"`{key}` of themes/{path} is no list of names", f"write it like `{key}: [one, other]`")
    return _Wrapper(given["mkdocs"], tuple(given["publish"]), tuple(given["languages"]))


def _settings(site: Site, theme: Theme, wrapper: _Wrapper) -> dict[str, Any]:
    config = site.config
    language = site_language(site, theme)
    others = [(f"{tag}/", speaking(tag, theme), translated(site, tag)) for tag in other_languages(site)]
    spoken = {one.tag: one for one in (language, *(speaking(tag, theme) for tag in config.site.languages))}
    menu = _menu(site, language, original(site))
    # A key of ours always wins, then one of the theme's: addresses, safety and speed rest on them.
    return {
        **config.mkdocs,
        "plugins": [],
        **wrapper.mkdocs,
        "site_name": _frame_text(site_name(site, language)),
        "site_url": config.site.url,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": True,
        # The press leaves out what begins with a dot, except what is named here (the patterns are those of .gitignore).
        "exclude_docs": "!/.well-known/\n",
        "nav": [{title: f"{address}index.md"} for title, address in menu],
        "theme": {
            **wrapper.mkdocs["theme"],
            "custom_dir": "overrides",
            "language": _frame_language(language.tag, wrapper.languages),
        },
        "markdown_extensions": [],
        "extra": {
            **wrapper.mkdocs.get("extra", {}),
            "generator": False,
            "drill": config.drill,
            "organisation_url": config.organisation.url,
            # What the site's own words are in, and the frame's words by language, for pages in a language of their own (the key `language` of
            # their front matter).
            "language": language.tag,
            "words": {tag: words.frame(one) for tag, one in spoken.items()},
            # The menu, and what the site and its organisation are called, by where the pages in a language are (the key `place` of their front
            # matter; empty for the site's own).
            "menus": {"": menu} | {place: _menu(site, one, said) for place, one, said in others},
            "names": {
                place: {
                    "site": _frame_text(site_name(site, one, said)),
                    "organisation": said.of(config.organisation.name) or config.organisation.name,
                }
                for place, one, said in [("", language, original(site)), *others]
            },
        },
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def _menu(site: Site, language: Language, said: Translated) -> list[tuple[str, str]]:
    """The pages that every page leads to: titles as the frame can print them, and addresses relative to the site's."""
    place = "" if said.tag == site.config.site.language else f"{said.tag}/"
    pages = [
        (language.gettext("Now"), ""),
        (language.gettext("All incidents"), "incidents/"),
        (language.gettext("Corrections"), "corrections/"),
        (language.gettext("Promises"), "promises/"),
        (language.gettext("Lessons"), "lessons/"),
        (language.gettext("Get updates"), "subscribe/"),
        (language.gettext("Is this page genuine?"), "verify/"),
        *((said.of(page.title) or page.title, f"{page.slug}/") for page in site.pages),
    ]
    return [(_frame_text(title), place + address) for title, address in pages]


def _frame_text(text: str) -> str:
    """Text that Material prints both as it comes and escaped: without the characters that mean something in HTML."""
    # An ampersand alone is itself in HTML; before a name or a number it would begin another character.
    return re.sub(r"&(?=#|\w+;)", "& ", flat(text).translate(str.maketrans('<>"', "()'")))


def _frame_language(tag: str, spoken: tuple[str, ...]) -> str:
    """The frame's language that is nearest to the site's: the very one, else its first part, else English."""
    return next((known for known in (tag, tag.partition("-")[0]) if known in spoken), "en") if spoken else tag
