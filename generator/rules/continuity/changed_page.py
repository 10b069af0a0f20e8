"""A page or a contact was silently changed.

## What it checks

That every page under content/pages/, every translation of one, and every key under `contact` in site_config.yml still says what was sealed
in pages.lock. A page may be changed with `changed` in its front matter, which says when, why and, if possible, what the earlier words were;
a further change replaces this note, and readers see the earlier ones too. A misspelt word may be corrected under `amended`. A contact may
be changed with a note under `changed` in site_config.yml, which has to give the earlier words. What was never sealed may be changed freely.

## Why it matters

People believe a page about who publishes here, or a telephone number, like any statement. Those who kept the old number have to learn that there
is a new one, and since when.

## Instead of

    title: Who we are     # it was sealed as: About this site

## Write

    title: Who we are
    changed: {on: 2027-03-05, because: The old title said nothing., was: About this site}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import flow, short
from generator.inspection.context import Context
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.prose.spelling import verdict
from generator.rules.rule import Rule
from generator.seals.page_words import PAGES, AlteredPage, AlteredWay, altered_pages, altered_ways, every_page, is_page, page_name
from generator.seals.said import differences

#: The most characters of old words that are offered for a note.
_LONGEST = 400


def check(content: Content, context: Context) -> Iterator[Finding]:
    """Pages and ways to ask that are not as they were sealed, and say nothing of it."""
    for one in altered_pages(content):
        yield _altered(one, context)
    yield from _false_notes(content, context)
    yield from _mends(content, context)
    yield from _gone(content)
    if context.config is not None:
        yield from _ways(context)


def _altered(one: AlteredPage, context: Context) -> Finding:
    name, path = page_name(one.page), one.page.source.path
    was = context.analysis.committed(path, one.line.digest)
    parts = ["the text below the keys" if part == "body" else f"`{part}`" for part in one.parts]
    note = {"on": _today(context), "because": "Why it was changed.", "was": _old_words(was, one.page.source.text) if was else ""}
    pasted = f"`changed: {flow({key: value for key, value in note.items() if value})}`"
    back = f"`git log -p -- {path}` shows it"
    return Finding(
        at=one.page.span(one.parts[0] if one.parts and one.parts[0] != "body" else ""),
        message=f"{' and '.join(parts) or 'the page'} in {name} differs from what was published"
        if len(parts) < 2  # one or several
        else f"{', '.join(parts[:-1])} and {parts[-1]} in {name} differ from what was published",
        help=f"restore it ({back}), or put {pasted} {'in place of its earlier note' if one.stale else 'among its keys'}, with the reason",
    )


def _false_notes(content: Content, context: Context) -> Iterator[Finding]:
    """Notes whose `was` never stood on the page, where version control knows what did."""
    lock = content.page_lock
    for page in every_page(content) if lock else ():
        line = lock.last(page_name(page)) if lock else None
        if line is None or page.changed is None or not page.changed.was or page.changed == line.note:
            continue
        was = context.analysis.committed(page.source.path, line.digest)
        if was is not None and " ".join(page.changed.was.split()) not in " ".join(was.split()):
            yield Finding(
                at=page.span("changed", "was"),
                message=f"`{short(page.changed.was)}` was never in {page_name(page)}",
                help="give the earlier words exactly as they were, or leave out `was`",
            )


def _mends(content: Content, context: Context) -> Iterator[Finding]:
    """Mends that may change what is said."""
    config = context.config
    names = [word for one in (config.organisation.name, *config.systems) for word in one.split()] if config else []
    for page in every_page(content):
        for was, now in page.amended.what.items() if page.amended else ():
            if verdict(was, now, page.language or (config.site.language if config else "en"), names).doubt:
                yield Finding(
                    at=page.span("amended", "what", was),
                    message=f"`{short(was)}` to `{short(now)}` is more than a corrected spelling",
                    help=f"remove it from `amended`, and say that the page has changed: `changed: {flow({'on': _today(context), 'because': 'Why it was changed.', 'was': was})}`",
                )


def _gone(content: Content) -> Iterator[Finding]:
    lock = content.page_lock
    present = {page_name(page) for page in every_page(content)}
    said: set[str] = set()
    for index, line in enumerate(lock.lines if lock else ()):
        if lock is None or line.name in present or line.name in said or not is_page(line):
            continue
        said.add(line.name)
        yield Finding(
            at=lock.span(str(index)),
            message=f"the page {line.name} was published and is gone",
            help=f"restore it (`git log -- {PAGES}/{line.name}` finds it); if it is out of date, say so on the page, with `changed:` and the reason",
        )


def _ways(context: Context) -> Iterator[Finding]:
    content = context.analysis.content
    if context.config is None:
        return
    for one in altered_ways(context.config, content.page_lock):
        at = content.config.span(*_path_in_config(one))
        what = f"`{one.part}` in site_config.yml is {'gone, and it was published' if one.gone else 'different from what was published'}"
        if one.is_note:
            key = one.part.removeprefix("changed.")
            help = f"restore the note (`git log -p -- site_config.yml` shows it); note a further change separately, as `{key}.2`"
            yield Finding(at=at, message=what, help=help)
            continue
        wrong = " (the words under `was` in its note were never published)" if one.note else ""
        key = next((key for n in range(1, 10) if (key := one.part if n == 1 else f"{one.part}.{n}") not in one.kept), one.part)
        was = context.analysis.asked(one.name, one.digest)
        note = flow({"on": _today(context), "because": "Why it was changed.", "was": was})
        line = f"`'{key}': {note}`" if key.startswith("@") else f"`{key}: {note}`"
        how = line if was else f"under the key `{key}`: when (`on`), why (`because`), and the earlier words (`was`)"
        help = f"restore it (`git log -p -- site_config.yml` shows it), or give the earlier words under `changed:`, {how}"
        yield Finding(at=at, message=f"{what}{wrong}", help=help)


def _path_in_config(one: AlteredWay) -> tuple[str, ...]:
    """Return where a way to ask, or the note of its change, stands in site_config.yml."""
    if one.is_note:
        return "changed", one.part.removeprefix("changed.")
    parts = tuple(one.part.split("."))
    return ("translations", parts[0][1:], *parts[1:]) if parts[0].startswith("@") else parts


def _old_words(was: str, now: str) -> str:
    """Return the words that stood where the texts differ; empty where that is more than a note can hold."""
    found: list[str] = []
    for key, old, new in differences(was, now):
        if key.partition(".")[0] in {"changed", "amended"}:
            continue
        kept = {" ".join(block.split()) for block in new.split("\n\n")}
        found += [plain for block in old.split("\n\n") if (plain := " ".join(block.split())) and plain not in kept]
    return found[0] if len(found) == 1 and len(found[0]) <= _LONGEST else ""


def _today(context: Context) -> str:
    return context.now.astimezone(context.zone).date().isoformat()


RULE = Rule(code="CON091", name="changed-page", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
