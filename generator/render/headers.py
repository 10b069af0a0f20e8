"""Security and caching headers: what browsers may do with a page, and how long they may keep it.

`_headers` serves hosts that read that file; for other hosts, each page's head contains the policy. Both are derived from the builder's
finished pages. An inline script or style is allowed by its hash, and only if it is in every page, so that one smuggled into a single page is
not allowed.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from generator.links import csaf_files
from generator.model.artifact import Artifact, InlineParts
from generator.model.source import with_newlines

_ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
_INLINE = re.compile(rf"<(script|style)\b({_ATTRIBUTES})>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_SHEET = re.compile(rf"<link\b{_ATTRIBUTES}\brel\s*=\s*[\"']?stylesheet\b", re.IGNORECASE)
_VIDEO = re.compile(r"<video\b", re.IGNORECASE)
_CHARSET = re.compile(r"""<meta charset=["']?utf-8["']?\s*/?>""", re.IGNORECASE)
#: Script types that browsers execute; all others are data, to which no policy applies.
_RUNS = frozenset({"", "module", "text/javascript", "application/javascript", "importmap", "speculationrules"})

#: File names that change with their content, so that the files may be cached for ever.
_HASHED = re.compile(r"(?:\.[0-9a-f]{8}\.min\.(?:js|css)(?:\.map)?|preview-[0-9a-f]{12}\.png)$")
#: The names of feeds and calendars.
_FOLLOWED = re.compile(r"(?:feed|atom|calendar)[\w.-]*\.(?:xml|json|ics|atom|rss)")
_FOR_EVER = "public, max-age=31536000, immutable"
#: Revalidate before every use: nobody may see an outdated status.
_ASK_FIRST = "no-cache"
#: Limits of Cloudflare Pages for `_headers`: rules in the file, and characters in a line.
MOST_RULES, LONGEST_LINE = 100, 2000

#: The folders whose entries are many, and what one of them is called in a pattern.
_OF_MANY = {"incidents": "incident", "for": "audience"}
#: What patterns say of any entry besides, where a site has so many systems or languages that the rules would be too many.
_GENERAL = (("system", frozenset({"systems"})), ("language", frozenset[str]()))
#: The folders at the top, or below a language, that are of no language.
_OF_SITE = frozenset({"incidents", "systems", "archive", "api"})

# Browser features that no page uses.
_POWERS = "accelerometer autoplay camera display-capture encrypted-media fullscreen geolocation gyroscope magnetometer microphone midi payment"
_POWERS += " picture-in-picture publickey-credentials-get screen-wake-lock usb xr-spatial-tracking"

#: The next site must not learn that its visitor was reading about a breach.
REFERRER = "no-referrer"

_EVERYWHERE = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", REFERRER),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    # Feed readers on other sites show the pictures of statements.
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)


def _powers(shared: InlineParts) -> str:
    """Return which features of browsers pages may use: a video may fill the screen, and nothing else may do anything."""
    used = {"fullscreen"} if shared.plays else set()
    return ", ".join(f"{power}={'(self)' if power in used else '()'}" for power in _POWERS.split())


def inline_parts(page: bytes) -> InlineParts:
    """Return the inline parts of a page that its policy must name."""
    text = page.decode("utf-8")
    scripts: set[str] = set()
    styles: set[str] = set()
    asks = bool(_SHEET.search(text))
    for kind, attributes, content in _INLINE.findall(text):
        if kind.lower() == "style":
            styles.add(_hash(content))
        elif _SOURCE.search(attributes):
            asks = True
        elif (found := _TYPE.search(attributes)) is None or found.group(1).lower() in _RUNS:
            scripts.add(_hash(content))
    return InlineParts(scripts=frozenset(scripts), styles=frozenset(styles), asks=asks, plays=bool(_VIDEO.search(text)))


@lru_cache(maxsize=64)
def _hash(content: str) -> str:
    # Browsers normalise line ends to newlines before hashing.
    text = with_newlines(content)
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def common_parts(pages: Iterable[InlineParts]) -> InlineParts:
    """Return the inline parts common to all pages, and whether any page loads a file of its own site, or plays one."""
    listed = tuple(pages)
    if not listed:
        return InlineParts()
    return InlineParts(
        scripts=frozenset.intersection(*(page.scripts for page in listed)),
        styles=frozenset.intersection(*(page.styles for page in listed)),
        asks=any(page.asks for page in listed),
        plays=any(page.plays for page in listed),
    )


def policy(shared: InlineParts, *, header: bool) -> str:
    """Return the content security policy. Only what is named is allowed, and no other host.

    Args:
        shared: the inline parts common to all pages.
        header: whether it is sent as a header; a page cannot state who may frame it.
    """
    own = ["'self'"] if shared.asks else []
    rules = {
        "default-src": ["'none'"],
        "script-src": [*own, *sorted(shared.scripts)] or ["'none'"],
        "style-src": [*own, *sorted(shared.styles)] or ["'none'"],
        "img-src": ["'self'", "data:"],
        "font-src": own,
        # Videos, and their captions.
        "media-src": ["'self'"] if shared.plays else [],
        # On pages without search nothing is fetched, but checkers that run in the page read robots.txt from there.
        "connect-src": ["'self'"],
        "worker-src": own,
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"] if header else [],
    }
    return "; ".join(f"{name} {' '.join(values)}" for name, values in rules.items() if values)


def with_policy(page: bytes, shared: InlineParts, plays: bool | None = None) -> bytes:
    """Return a page with its policies in its head, before everything to which they apply; a page without a head is unchanged.

    Not every host sends headers, and what a reader looks at here is nobody's business: no other site is told from which page they came.

    Args:
        page: the page, or what stands round it.
        shared: the inline parts common to all pages.
        plays: whether the page plays a video; None: whether there is one in what is given.
    """
    text = page.decode("utf-8")
    found = _CHARSET.search(text)
    if found is None:
        return page
    shared = replace(shared, plays=bool(_VIDEO.search(text)) if plays is None else plays)
    said = f'<meta http-equiv="Content-Security-Policy" content="{policy(shared, header=False)}">\n<meta name="referrer" content="{REFERRER}">'
    return f"{text[: found.end()]}\n{said}{text[found.end() :]}".encode()


def headers(paths: Iterable[str], shared: InlineParts) -> Artifact:
    """Return the file `_headers`, in the format of Netlify and Cloudflare Pages.

    No two rules set the same header for one address, because hosts treat that differently.

    Args:
        paths: every file of the site, relative to its root.
        shared: the inline parts common to all pages.
    """
    files = tuple(tuple(path.split("/")) for path in sorted(set(paths)))
    said = {"Content-Security-Policy": policy(shared, header=True), **dict(_EVERYWHERE), "Permissions-Policy": _powers(shared)}
    rules: dict[str, dict[str, str]] = {"/*": said}
    open_to_all = set(_open(files))
    for name, steps in _GENERAL:
        if len(open_to_all) > MOST_RULES // 2:
            open_to_all = {_generalised(pattern, name, steps) for pattern in open_to_all}
    for pattern in sorted(open_to_all):
        rules.setdefault(pattern, {})["Access-Control-Allow-Origin"] = "*"
    kept = dict(_kept(files, ""))
    if len(rules.keys() | kept.keys()) > MOST_RULES:
        # Too many rules: revalidate everything instead, which is slower but never wrong.
        kept = {"/*": _ASK_FIRST}
    for pattern, value in kept.items():
        rules.setdefault(pattern, {})["Cache-Control"] = value
    text = "\n".join(
        "".join([f"{pattern}\n", *(f"  {name}: {value}\n" for name, value in said.items())]) for pattern, said in rules.items()
    )
    return Artifact("_headers", text.encode())


def _open(files: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield patterns of files that programs on other sites may read: feeds, calendars, the API and CSAF documents.

    One pattern covers the same file of every incident and of every audience, and all archives of a feed.
    """
    *csaf, _ = csaf_files.FOLDER.split("/")
    for parts in files:
        if parts[0] == "api":
            yield "/api/*"
        elif parts[0] == csaf[0] and [*parts[: len(csaf)]] == csaf:
            yield f"/{csaf_files.FOLDER}*"
        elif parts[0] not in {"assets", "search"} and _FOLLOWED.fullmatch(parts[-1]):
            steps = [
                f":{_OF_MANY[parts[at - 1]]}" if at and parts[at - 1] in _OF_MANY and at < len(parts) - 1 else part
                for at, part in enumerate(parts)
            ]
            if len(parts) > 1 and parts[-2] == "archive":
                steps[-1] = "*"
            yield "/" + "/".join(steps)


def _generalised(pattern: str, name: str, steps: frozenset[str]) -> str:
    """Return a pattern that covers the same file of every system, or of every language.

    Args:
        pattern: the pattern.
        name: what any name may stand for.
        steps: the folder whose entries have such names; none: the top of the site.
    """
    parts = pattern.removeprefix("/").split("/")
    for at, part in enumerate(parts[:-1]):
        if (parts[at - 1] in steps if steps and at else not steps and not at) and part not in _OF_SITE and part[0] != ":":
            parts[at] = f":{name}"
    return "/" + "/".join(parts)


def _kept(files: tuple[tuple[str, ...], ...], above: str) -> Iterator[tuple[str, str]]:
    """Yield how long each file may be cached: one rule for a folder whose files are alike, otherwise one for each entry."""
    if not above:
        yield "/", _ASK_FIRST
    for name, group in groupby(files, key=lambda parts: parts[0]):
        parts = tuple(group)
        is_folder = any(len(file) > 1 for file in parts)
        first = _cache_control(parts[0])
        # Of a folder with thousands of files, the second is nearly always of the other kind.
        alike = all(_cache_control(file) == first for file in parts)
        if is_folder and not alike and name != "incidents":
            yield from _kept(tuple(file[1:] for file in parts if len(file) > 1), f"{above}/{name}")
        elif is_folder:
            # Pictures of incidents are revalidated like pages, because a rule for each incident would be too many.
            yield f"{above}/{name}/*", first if alike else _ASK_FIRST
        else:
            yield f"{above}/{name}", first


def _cache_control(parts: tuple[str, ...]) -> str:
    return _FOR_EVER if _HASHED.search(parts[-1]) and "files" not in parts else _ASK_FIRST
