"""The project that the press turns into a site: mkdocs.yml, the theme's files, attachments."""

import json
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from generator.model.artifact import Artifact, Theme
from generator.render import words
from generator.render.language import speaking
from generator.render.markup import flat, is_safe_file
from generator.render.pages import site_language, site_name
from generator.render.site import Site

_ASSETS = "assets/aboveboard/"

#: The languages that Material's frame speaks (its release 9.8).
_FRAME_LANGUAGES = frozenset(
    "af ar az be bg bn ca cs cy da de el en eo es et eu fa fi fr gl he hi hr hu hy id is it ja ka kn ko ku-IQ lb lt lv mk mn ms my nb nl nn pl pt pt-BR ro ru sa sh si sk sl sq sr sv ta te th tl tr uk ur uz vi zh zh-Hant zh-TW".split()
)


def write(site: Site, theme: Theme) -> Iterator[Artifact]:
    """mkdocs.yml, the theme's overrides and assets, and the attachments of what is shown."""
    yield Artifact("mkdocs.yml", (json.dumps(_settings(site, theme), indent=2, ensure_ascii=False) + "\n").encode())
    for path, data in sorted(theme.files.items()):
        relative = PurePosixPath(path)
        if relative.parts[0] == "shared":
            yield Artifact(f"overrides/{'/'.join(relative.parts[1:])}", data)
        if relative.parts[0] != theme.name:
            continue
        below = "/".join(relative.parts[2:])
        if relative.parts[1] == "overrides":
            yield Artifact(f"overrides/{below}", data)
        elif relative.parts[1] == "assets":
            yield Artifact(f"docs/{_ASSETS}{below}", data)
    for case in site.cases:
        for path in case.folder.files:
            if is_safe_file(path) and path in site.attachments:
                yield Artifact(f"docs/incidents/{case.slug}/{path.split('/', 3)[3]}", site.attachments[path])


def _settings(site: Site, theme: Theme) -> dict[str, Any]:
    config = site.config
    language = site_language(site, theme)
    spoken = {one.tag: one for one in (language, *(speaking(tag, theme) for tag in config.site.languages))}
    assets = [path.split("/", 2)[2] for path in sorted(theme.files) if path.startswith(f"{theme.name}/assets/")]
    passed_on = dict(config.mkdocs)
    # A key of ours always wins: addresses, safety and speed rest on them.
    return passed_on | {
        "site_name": _frame_text(site_name(site, language)),
        "site_url": config.site.url,
        "docs_dir": "docs",
        "site_dir": "site",
        "use_directory_urls": True,
        "nav": [
            {_frame_text(language.gettext("Now")): "index.md"},
            {_frame_text(language.gettext("All incidents")): "incidents/index.md"},
            {_frame_text(language.gettext("Corrections")): "corrections/index.md"},
            {_frame_text(language.gettext("Get updates")): "subscribe/index.md"},
            *({_frame_text(page.title): f"{page.slug}/index.md"} for page in site.pages),
        ],
        "theme": {
            "name": "material",
            "custom_dir": "overrides",
            "language": _frame_language(language.tag),
            "font": False,
            "icon": {"logo": "material/bullhorn-outline"},
            "features": ["navigation.tabs"],
            "palette": [
                {
                    "media": "(prefers-color-scheme: light)",
                    "scheme": "default",
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": "material/weather-night", "name": language.gettext("Show this page in dark colours")},
                },
                {
                    "media": "(prefers-color-scheme: dark)",
                    "scheme": "slate",
                    "primary": "custom",
                    "accent": "custom",
                    "toggle": {"icon": "material/weather-sunny", "name": language.gettext("Show this page in light colours")},
                },
            ],
        },
        "plugins": ["search"],
        "markdown_extensions": [],
        "extra": {
            "generator": False,
            "organisation": config.organisation.name,
            "organisation_url": config.organisation.url,
            # By language, for pages in a language of their own (the key `language` of their front matter).
            "words": {tag: words.frame(one) for tag, one in spoken.items()},
        },
        "extra_css": [_ASSETS + path for path in assets if path.endswith(".css")],
        "extra_javascript": [_ASSETS + path for path in assets if path.endswith(".js")],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }


def _frame_text(text: str) -> str:
    """Text that Material prints both as it comes and escaped: without the characters that mean something in HTML."""
    # An ampersand alone is itself in HTML; before a name or a number it would begin another character.
    return re.sub(r"&(?=#|\w+;)", "& ", flat(text).translate(str.maketrans('<>"', "()'")))


def _frame_language(tag: str) -> str:
    """The frame's language that is nearest to the site's: the very one, else its first part, else English."""
    first = tag.partition("-")[0]
    return next((known for known in (tag, first) if known in _FRAME_LANGUAGES), "en")
