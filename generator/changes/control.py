"""Changes that decide what is executed, who is notified and what is trusted: the part of `diff` to read first.

Most of them appear on no page. A theme, a workflow or its dependencies are executed; a webhook is notified; an address, a telephone number, a
signing key or an approval is trusted. One such line can undo everything that the rules ensure, and would go unnoticed among the sentences of
an update.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from hashlib import sha256
from zoneinfo import ZoneInfo

from generator.changes.model import Row, SeenBy, SiteChange, SiteChangeKind
from generator.changes.site_settings import site_settings
from generator.changes.texts import Texts, settings
from generator.format.plan import PLAN
from generator.model.document import Content, TemplateDocument
from generator.model.history import ChangedFile
from generator.model.key_change import KeyAnnouncement
from generator.seals.integrity_list import fingerprint

#: The kinds of files outside the content, by path; the first match counts.
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("A file of the theme", re.compile(r"(?:\.\./)*themes/")),
    (
        "A workflow",
        re.compile(
            r"(?:.*/)?(?:\.(?:github|gitlab|circleci|forgejo|gitea|woodpecker|buildkite)/|\.gitlab-ci[^/]*\.ya?ml$|\.travis\.yml$|\.drone\.ya?ml$"
            r"|\.woodpecker[^/]*$|azure-pipelines[^/]*\.ya?ml$|bitbucket-pipelines\.ya?ml$|Jenkinsfile)"
        ),
    ),
    (
        "Installed programs",
        re.compile(
            r"(?:.*/)?(?:requirements|constraints)[^/]*(?:/.*|\.(?:txt|in|lock))$|(?:.*/)?tool/|(?:.*/)?(?:[^/]+\.(?:whl|lock|tar\.gz)"
            r"|pyproject\.toml|setup\.(?:py|cfg)|package(?:-lock)?\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|Pipfile|\.npmrc|pip\.conf"
            r"|\.python-version|runtime\.txt)$"
        ),
    ),
    (
        "A program",
        re.compile(
            r".*(?:\.(?:py|sh|bash|js|mjs|ts|rb|pl|ps1|bat|cmd|mk)$|(?:^|/)(?:Makefile|Dockerfile|justfile|Rakefile)[^/]*$|\.envrc$)"
        ),
    ),
    (
        "Host settings",
        re.compile(
            r"(?:.*/)?content/static/|(?:.*/)?(?:netlify\.toml|vercel\.json|wrangler\.(?:toml|json)|firebase\.json|_headers|_redirects|CNAME|\.htaccess|nginx[^/]*\.conf)$"
        ),
    ),
    ("Git settings", re.compile(r"(?:.*/)?\.git(?:attributes|modules|ignore)$|(?:.*/)?\.mailmap$")),
    ("Code owners", re.compile(r"(?:.*/)?CODEOWNERS$")),
    ("A key", re.compile(r".*(?:\.pub$|\.asc$|allowed_signers$)")),
)
#: Files that may contain secrets: `diff` reports that they changed, not how.
_UNSHOWN = re.compile(
    r"(?:.*/)?(?:\.env(?:\..*)?|\.envrc|\.netrc|\.npmrc|[^/]*(?:secret|credential)[^/]*|id_[a-z0-9]+|[^/]*\.(?:pem|key|p12|pfx))$",
    re.IGNORECASE,
)
#: Limits: changed places shown for a file, and files of unknown kind listed.
_SHOWN = 12
_NAMED = 20


def control_changes(before: Content, after: Content, beside: Mapping[str, ChangedFile]) -> Iterator[SiteChange]:
    """Yield every such change.

    Args:
        before: the earlier state of the site.
        after: the present state of its files.
        beside: changed files outside the content, by path.
    """
    yield from _files(beside)
    yield from _setting_changes(before, after)
    yield from _plan(before, after)
    yield from _templates(before, after)
    yield from _profiles(before, after)
    yield from _key_announcements(before, after)


def _control_change(
    thing: str, path: str, rows: tuple[Row, ...], *, what: SiteChangeKind = SiteChangeKind.CHANGED, seen: SeenBy = SeenBy.NOBODY
) -> SiteChange:
    return SiteChange(what=what, seen=seen, thing=thing, path=path, rows=rows, steers=True)


def _rows(were: Texts, are: Texts) -> tuple[Row, ...]:
    keys = dict.fromkeys((*are, *were))
    return tuple(
        Row(label=label, about=about, was=were.get((label, about), ""), now=are.get((label, about), ""))
        for label, about in keys
        if were.get((label, about), "") != are.get((label, about), "")
    )


# Files outside the content.


def _files(beside: Mapping[str, ChangedFile]) -> Iterator[SiteChange]:
    others: list[str] = []
    for path, file in sorted(beside.items()):
        kind = next((kind for kind, pattern in _KINDS if pattern.match(path)), "")
        if not kind and not file.note:
            others.append(path)
            continue
        what = (
            SiteChangeKind.ADDED
            if file.was is None
            else SiteChangeKind.REMOVED
            if file.now is None and not file.note
            else SiteChangeKind.CHANGED
        )
        seen = SeenBy.PUBLIC if "themes/" in path else SeenBy.NOBODY
        yield _control_change(f"{kind or 'A file'} {path}", path, tuple(_changed_lines(path, file)), what=what, seen=seen)
    if others:
        named = "\n".join(others[:_NAMED]) + (f"\nand {len(others) - _NAMED} more" if len(others) > _NAMED else "")
        number = f"{len(others)} other file{'s' if len(others) > 1 else ''} beside the content"
        yield _control_change(number, others[0], (Row(label="New, changed or removed", now=named),))


def _changed_lines(path: str, file: ChangedFile) -> Iterator[Row]:
    """Yield the changed lines of a file, old and new."""
    if file.note:
        yield Row(label="It is", now=file.note)
        return
    if _UNSHOWN.match(path):
        yield Row(label="Not shown here", now="its text may be a secret")
        return
    was, now = _decoded(file.was), _decoded(file.now)
    if was is None or now is None:
        yield Row(label="Its bytes", was=_sum(file.was), now=_sum(file.now))
        return
    old, new = was.splitlines(), now.splitlines()
    changes = [one for one in SequenceMatcher(None, old, new, autojunk=False).get_opcodes() if one[0] != "equal"]
    for _, start, end, there, to in changes[:_SHOWN]:
        lines = f"Line {there + 1}" if to - there <= 1 else f"Lines {there + 1} to {to}"
        yield Row(label=lines, was=_cut(old[start:end]), now=_cut(new[there:to]))
    if len(changes) > _SHOWN:
        yield Row(label="And more", now=f"{len(changes) - _SHOWN} further places")


def _cut(lines: list[str]) -> str:
    shown = [line[:300] for line in lines[:_SHOWN]]
    return "\n".join([*shown, *([f"and {len(lines) - _SHOWN} more lines"] if len(lines) > _SHOWN else [])])


def _decoded(data: bytes | None) -> str | None:
    """Return a file as text; None when it is not text, or too large to compare line by line."""
    if data is None:
        return ""
    if b"\x00" in data or data.count(b"\n") > 3000:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _sum(data: bytes | None) -> str:
    return "" if data is None else f"{len(data):,} bytes, SHA-256 {sha256(data).hexdigest()[:16]}…"


# site_config.yml.


def _setting_changes(before: Content, after: Content) -> Iterator[SiteChange]:
    new = after.config.config
    if new is None:
        return
    old = before.config.config
    rows = _rows(site_settings(old, quiet=False) if old else {}, site_settings(new, quiet=False))
    if rows:
        yield _control_change("The site's settings", after.config.source.path, rows, seen=SeenBy.PUBLIC)


# The plan, and what it approves.

#: Private parts of the plan: how to reach people and spare channels. `diff` reports that they changed, but not the new value.
_PRIVATE = frozenset(key.label for _, key in PLAN.all() if key.private)


def _plan(before: Content, after: Content) -> Iterator[SiteChange]:
    old, new = before.plan, after.plan
    if old is None and new is None:
        return
    path = (new or old or after.config).source.path
    if (old is not None and old.plan is None) or (new is not None and new.plan is None):
        if (old.source.text if old else "") != (new.source.text if new else ""):
            yield _control_change("The plan", path, (), what=SiteChangeKind.UNREADABLE)
        return
    zone = after.config.config.site.timezone if after.config.config else ZoneInfo("UTC")
    were, are = (settings(PLAN, document.plan if document else None, zone) for document in (old, new))
    rows = tuple(map(_redacted, _rows(were, are)))
    if rows:
        yield _control_change(
            "The plan",
            path,
            rows,
            what=SiteChangeKind.ADDED if old is None else SiteChangeKind.REMOVED if new is None else SiteChangeKind.CHANGED,
        )


def _redacted(row: Row) -> Row:
    """Return a row that reports a change without the private values."""
    if row.label not in _PRIVATE:
        return row
    return replace(row, was="not shown here" if row.was else "", now="another one, not shown here" if row.now else "")


def _templates(before: Content, after: Content) -> Iterator[SiteChange]:
    old, new = ({one.name: one for one in content.templates} for content in (before, after))
    for name in sorted({*old, *new}):
        yield from _by_lines("The template", name, old.get(name), new.get(name))


def _by_lines(what: str, name: str, was: TemplateDocument | None, now: TemplateDocument | None) -> Iterator[SiteChange]:
    document = now or was
    if document is None:
        return
    texts = tuple(one.source.text.encode() if one else None for one in (was, now))
    yield from _document(f"{what} {name}", document.source.path, *texts)


def _document(thing: str, path: str, was: bytes | None, now: bytes | None) -> Iterator[SiteChange]:
    if was != now:
        what = SiteChangeKind.ADDED if was is None else SiteChangeKind.REMOVED if now is None else SiteChangeKind.CHANGED
        yield _control_change(thing, path, tuple(_changed_lines(path, ChangedFile(was=was, now=now))), what=what)


def _profiles(before: Content, after: Content) -> Iterator[SiteChange]:
    old, new = ({one.key: one for one in content.profiles} for content in (before, after))
    for key in sorted({*old, *new}):
        document = new.get(key) or old[key]
        texts = tuple(one.source.text.encode() if one else None for one in (old.get(key), new.get(key)))
        yield from _document(f"The notice profile {key}", document.source.path, *texts)


# What a key says of the one after it.


def _key_announcements(before: Content, after: Content) -> Iterator[SiteChange]:
    old, new = ({one.path: one for one in content.key_announcements} for content in (before, after))
    for path in sorted({*old, *new}):
        was, now = (_announced(side.get(path)) for side in (old, new))
        what = SiteChangeKind.ADDED if path not in old else SiteChangeKind.REMOVED if path not in new else SiteChangeKind.CHANGED
        if rows := _rows(was, now):
            yield _control_change("Announcement of a key", path, rows, what=what, seen=SeenBy.PUBLIC)


def _announced(one: KeyAnnouncement | None) -> Texts:
    if one is None:
        return {}
    return {
        ("Announcing key", ""): fingerprint(one.old),
        ("Announced key", ""): fingerprint(one.new) if one.new else "none",
        ("Why", ""): one.because,
        ("Site", ""): one.site,
        ("Its signature", ""): sha256(one.signature).hexdigest()[:12] + (" (not valid)" if one.signer == "" else ""),
    }
