"""Files for the host and for verification of the site: the files in content/static/ that are copied unchanged to the site's root.

Hosts and search engines require files of their own formats at fixed addresses. Every permitted kind is known here by its name and its complete
grammar; scripts, pages and redirects to other sites match none of them.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.format.merge_conflicts import conflicts
from generator.model.diagnostic import Finding
from generator.model.document import HostFile
from generator.model.source import RawFile, Span, with_newlines

FOLDER = "content/static/"
#: The placeholder for the site's own host in suggestions.
EXAMPLE_HOST = "status.larkfield.example"

#: Files that hosts read and do not serve.
KEPT_BY_HOSTS = frozenset({"CNAME", ".domains", ".nojekyll", "_headers", "_redirects"})

_HOST = r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?"
#: Files that systems and editors leave in every folder.
_LITTER = re.compile(
    r"(?:.*/)?(?:\.DS_Store|\._[^/]*|\.gitkeep|\.gitignore|\.directory|Thumbs\.db|desktop\.ini|\.#[^/]*|[^/]*~|\.[^/]*\.sw[op])"
)


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of file.

    Attributes:
        path: the pattern of its path in the site.
        called: the form of its path, for the writer.
        meant: who uses it.
        limit: its maximum size in bytes.
        wrong: given name and content, returns what is wrong, what to write, and the line; None when nothing is.
    """

    path: re.Pattern[str]
    called: str
    meant: str
    limit: int
    wrong: Callable[[str, bytes], tuple[str, str, int] | None]


def _ascii_text(data: bytes) -> str | None:
    try:
        return with_newlines(data.decode("ascii"))
    except UnicodeDecodeError:
        return None


def _exactly(pattern: str, form: str) -> Callable[[str, bytes], tuple[str, str, int] | None]:
    """Return a check for one exact form, in which `{name}` is the file name and `{stem}` the name without extension."""

    def wrong(path: str, data: bytes) -> tuple[str, str, int] | None:
        name = path.rpartition("/")[2]
        text = _ascii_text(data)
        fitting = pattern.replace("{name}", re.escape(name)).replace("{stem}", re.escape(name.partition(".")[0]))
        if text is not None and re.fullmatch(fitting, text.strip("\n ")):
            return None
        return (
            "this is not what such a file contains",
            f"download it again from the service that asked for it; it contains {form}",
            1,
        )

    return wrong


def _is_host(path: str, data: bytes) -> tuple[str, str, int] | None:
    del path
    text = _ascii_text(data)
    lines = text.split() if text is not None else []
    if len(lines) == 1 and re.fullmatch(_HOST, lines[0], re.IGNORECASE):
        return None
    return (
        "it must contain one host name and nothing else",
        f"write only the site's host, without https:// and without /: `{EXAMPLE_HOST}`",
        1,
    )


def _are_hosts(path: str, data: bytes) -> tuple[str, str, int] | None:
    del path
    text = _ascii_text(data)
    if (
        text is not None
        and text.split()
        and all(re.fullmatch(_HOST, line.strip(), re.IGNORECASE) for line in text.split("\n") if line.strip())
    ):
        return None
    return (
        "it must contain only host names, one per line",
        f"write each host without https:// and without /: `{EXAMPLE_HOST}`",
        1,
    )


def _is_empty(path: str, data: bytes) -> tuple[str, str, int] | None:
    del path
    return ("it is not empty", "make it an empty file", 1) if data.strip() else None


def _is_json(kind: type) -> Callable[[str, bytes], tuple[str, str, int] | None]:
    def wrong(path: str, data: bytes) -> tuple[str, str, int] | None:
        del path
        try:
            found = json.loads(data.decode("utf-8"))
        except (UnicodeDecodeError, ValueError, RecursionError):
            found = None
        if isinstance(found, kind) and b"<" not in data:
            return None
        return "it is not the JSON that such a file holds", "get it again from the maker of your app", 1

    return wrong


def _icon(path: str, data: bytes) -> tuple[str, str, int] | None:
    del path
    from generator.content.attachments import is_icon  # noqa: PLC0415  # all kinds of files with it

    return (
        None
        if is_icon(data)
        else ("it is not an icon, whatever its name says", "save a picture as an icon: in GIMP, Export As, favicon.ico", 1)
    )


def _redirects(path: str, data: bytes) -> tuple[str, str, int] | None:
    del path
    text = _ascii_text(data)
    if text is None:
        return "it contains characters that no address can have", "write each address in its encoded form, such as /caf%C3%A9/", 1
    for number, line in enumerate(text.split("\n"), 1):
        if said := _redirect(line):
            return said, "write it like `/old-page/ /new-page/ 301`", number
    if sum(bool(_without_comment(line)) for line in text.split("\n")) > _MOST_REDIRECTS:
        return f"it has more than {_MOST_REDIRECTS} lines", "keep those that someone still uses", 1
    return None


_MOST_REDIRECTS = 100
_FROM = re.compile(r"/(?:[\w.~%@:+-]+/)*(?:[\w.~%@:+-]+|\*)?", re.ASCII)
# The first part is a fixed word: `/:splat` could be made to begin with two slashes, which lead to another site.
_TO = re.compile(r"/(?:[\w.~%@+-][\w.~%@:+-]*(?:/[\w.~%@:+-]+)*/?)?(?:#[\w.~%-]+)?", re.ASCII)
_STATUS = frozenset({"301", "302", "303", "307", "308"})


def _without_comment(line: str) -> list[str]:
    """Return a line without its comment."""
    return re.split(r"(?:^|\s)#", line, maxsplit=1)[0].split()


def _redirect(line: str) -> str:
    """Return what is wrong with a line of _redirects; empty when nothing is."""
    parts = _without_comment(line)
    if not parts:
        return ""
    if len(parts) not in {2, 3}:
        return "it must say from where to where, and nothing else"
    if not _FROM.fullmatch(parts[0]):
        return f"{parts[0][:60]} is not an address of this site"
    if not _TO.fullmatch(parts[1]) or ".." in parts[1].split("/") or "//" in parts[1]:
        return f"{parts[1][:60]} may lead away from this site"
    if len(parts) == 3 and parts[2] not in _STATUS:
        return f"{parts[2][:20]} is not one of {', '.join(sorted(_STATUS))}"
    return ""


def hidden_by(data: bytes, paths: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield the lines of a _redirects file that would hide something in the site: line number, and the hidden path.

    Some hosts follow a redirect even where there is a file.

    Args:
        data: the file.
        paths: paths of the site's files, relative to its root.
    """
    addresses = [(path, tuple(_addresses(path))) for path in paths]
    for number, line in enumerate((_ascii_text(data) or "").split("\n"), 1):
        parts = _without_comment(line)
        if len(parts) < 2:
            continue
        pattern = re.compile(_pattern(parts[0]), re.IGNORECASE)
        found = next((path for path, known in addresses if any(pattern.fullmatch(one) for one in known)), None)
        if found is not None:
            yield number, found


def _pattern(written: str) -> str:
    parts = [
        ".*" if part == "*" else "[^/]+" if part.startswith(":") else re.escape(part) for part in written.rstrip("/").split("/")
    ]
    return "/".join(parts) + "/?"


def _addresses(path: str) -> Iterator[str]:
    yield f"/{path}"
    if path.endswith("index.html"):
        yield f"/{path.removesuffix('index.html')}"
    elif path.endswith(".html"):
        yield f"/{path.removesuffix('.html')}"


_HEX = "[0-9a-f]"
KINDS = (
    _Kind(re.compile("CNAME"), "CNAME", "GitHub Pages, Surge: the site's host", 300, _is_host),
    _Kind(re.compile(r"\.domains"), ".domains", "Codeberg Pages: the site's hosts", 2000, _are_hosts),
    _Kind(re.compile(r"\.nojekyll"), ".nojekyll", "GitHub Pages: take the files as they are", 100, _is_empty),
    _Kind(
        re.compile("_redirects"),
        "_redirects",
        "Netlify, Cloudflare Pages, GitLab Pages: where old addresses lead",
        20_000,
        _redirects,
    ),
    _Kind(re.compile(r"favicon\.ico"), "favicon.ico", "browsers: the site's icon", 200_000, _icon),
    _Kind(
        re.compile(rf"google{_HEX}{{8,32}}\.html"),
        "google0123456789abcdef.html",
        "Google Search Console",
        200,
        _exactly("google-site-verification: {name}", "google-site-verification: and its own name"),
    ),
    _Kind(
        re.compile(r"BingSiteAuth\.xml"),
        "BingSiteAuth.xml",
        "Bing Webmaster Tools",
        400,
        _exactly(
            r'(?:<\?xml version="1\.0"(?: encoding="utf-8")?\?>\s*)?<users>\s*<user>[0-9A-Fa-f]{16,64}</user>\s*</users>',
            "<users><user>, 32 letters and digits, and </user></users>",
        ),
    ),
    _Kind(
        re.compile(rf"yandex_{_HEX}{{8,32}}\.html"),
        "yandex_0123456789abcdef.html",
        "Yandex Webmaster",
        600,
        lambda path, data: _exactly(
            r'<html>\s*<head>\s*<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"\s*/?>\s*</head>\s*'
            rf"<body>\s*Verification: {path.removeprefix('yandex_').removesuffix('.html')}\s*</body>\s*</html>",
            "Verification: and the letters and digits of its name",
        )(path, data),
    ),
    _Kind(
        re.compile(rf"naver{_HEX}{{8,64}}\.html"),
        "naver0123456789abcdef.html",
        "Naver Search Advisor",
        200,
        _exactly("naver-site-verification: ?{name}", "naver-site-verification: and its own name"),
    ),
    _Kind(
        re.compile(rf"{_HEX}{{16,128}}\.txt"),
        "0123456789abcdef0123456789abcdef.txt",
        "IndexNow",
        200,
        _exactly("{stem}", "its own name without .txt"),
    ),
    _Kind(
        re.compile(r"\.well-known/acme-challenge/[A-Za-z0-9_-]{16,128}"),
        ".well-known/acme-challenge/…",
        "who gives out certificates (ACME)",
        400,
        _exactly(r"{name}\.[A-Za-z0-9_-]{43}", "its own name, a dot and 43 letters and digits"),
    ),
    _Kind(
        re.compile(r"\.well-known/pki-validation/[A-Za-z0-9_-]{1,100}\.txt"),
        ".well-known/pki-validation/….txt",
        "who gives out certificates",
        2000,
        _exactly(r"[A-Za-z0-9+/=_. -]+(?:\n+[A-Za-z0-9+/=_. -]+){0,9}", "a few lines of letters and digits"),
    ),
    _Kind(
        re.compile(r"\.well-known/apple-app-site-association"),
        ".well-known/apple-app-site-association",
        "Apple: your app",
        128_000,
        _is_json(dict),
    ),
    _Kind(
        re.compile(r"\.well-known/assetlinks\.json"), ".well-known/assetlinks.json", "Android: your app", 128_000, _is_json(list)
    ),
    _Kind(
        re.compile(r"\.well-known/microsoft-identity-association(?:\.json)?"),
        ".well-known/microsoft-identity-association.json",
        "Microsoft: your app",
        20_000,
        _is_json(dict),
    ),
    _Kind(
        re.compile(r"\.well-known/atproto-did"),
        ".well-known/atproto-did",
        "Bluesky: your handle",
        300,
        _exactly(r"did:(?:plc|web):[A-Za-z0-9.:_-]{4,200}", "did:plc: and letters and digits"),
    ),
)

#: Files made by the build itself, with what to do instead of adding them.
_OURS = {
    "_headers": "the build writes it, with the site's own policy in it (docs/hosting.md)",
    "robots.txt": "the build writes it",
    "sitemap.xml": "the build writes it",
    "404.html": "the build writes it",
    "index.html": "the build writes it",
    "integrity.json": "the build writes it",
    ".well-known/security.txt": "the build writes it from `security_txt:` in site_config.yml",
}


def is_litter(path: str) -> bool:
    """Whether a file is one that systems, editors or git leave in a folder."""
    return _LITTER.fullmatch(path) is not None


def parse_host_file(file: RawFile) -> HostFile:
    """Read a file of content/static/, with its problems."""
    path = file.path.removeprefix(FOLDER)
    said = _wrong_with(path, file)
    if said is None:
        return HostFile(path, file.path, file.data)
    message, help, line = said
    return HostFile(
        path, file.path, b"", (Finding(rule="host-file", at=Span(file.path, line, 1, line, 1), message=message, help=help),)
    )


def _wrong_with(path: str, file: RawFile) -> tuple[str, str, int] | None:
    """Return what is wrong, what to do about it, and the line; None when nothing is."""
    kind = next((kind for kind in KINDS if kind.path.fullmatch(path)), None)
    if kind is None and path in _OURS:
        return f"aboveboard writes {path}: {_OURS[path]}", "delete this one", 1
    if kind is None:
        near = next((kind.called for kind in KINDS if kind.called.casefold() == path.casefold()), "")
        listed = ", ".join(kind.called for kind in KINDS)
        other = f"content/static/ is for {listed}; put a picture or document into an incident's files/"
        return f"{path[:80]} is not a file that a host or a search engine asks for", f"rename it to {near}" if near else other, 1
    if file.size > kind.limit:
        said = f"{path} has {file.size:,} bytes; the limit for such a file is {kind.limit:,}"
        return said, "check what it is: this must be something else", 1
    for unjoined in conflicts(file.path, _ascii_text(file.data) or ""):
        return f"{path}: {unjoined.message}", unjoined.help, unjoined.at.line
    if (wrong := kind.wrong(path, file.data)) is not None:
        message, help, line = wrong
        return f"{path} ({kind.meant}): {message}", help, line
    return None
