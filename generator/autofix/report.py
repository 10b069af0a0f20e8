"""The result of `validate --fix`, in words and as a patch."""

from collections.abc import Mapping
from difflib import unified_diff
from types import MappingProxyType

from generator.autofix.model import FixResult
from generator.report.plain import visible

#: The most that is shown of a line, in characters.
_WIDTH = 120


def fixed(outcome: FixResult, *, written: bool) -> str:
    """What was fixed, and what was left and why; empty when there was nothing to fix.

    Args:
        outcome: what was done.
        written: whether the files were changed; if not, it says what would be.
    """
    rows: list[str] = []
    for change in outcome.done:
        rows.append(f"{'mended' if written else 'would mend'} {change.path}:{change.line}: {visible(change.message)}")
        if change.before != change.after:
            rows += [f"   - {_cut(line)}" for line in change.before if line not in change.after]
            rows += [f"   + {_cut(line)}" for line in change.after if line not in change.before]
    for left in outcome.left:
        rows += [f"left {left.path}:{left.line}: {visible(left.message)}", f"   = {visible(left.why)}"]
    if rows:
        files = len({*outcome.files, *outcome.renamed})
        verb = "mended" if written else "to mend"
        rows.append(f"\n{len(outcome.done)} {verb} in {files} file{'s' if files != 1 else ''}, {len(outcome.left)} left.")
    return "".join(f"{row}\n" for row in rows)


def patch(
    old: Mapping[str, bytes], new: Mapping[str, bytes], renamed: Mapping[str, str] = MappingProxyType({}), *, safe: bool
) -> str:
    """A unified diff, as `git apply` and `patch` read it.

    Args:
        old: the files as they are, by path.
        new: the files as they would be, by the path that they have.
        renamed: the paths that files would have, by the path that they have.
        safe: whether a person looks at it in a terminal, which must be shown nothing that steers it.
    """
    parts: list[str] = []
    for path in sorted({*new, *renamed}):
        before, after = _lines(old[path]), _lines(new.get(path, old[path]))
        to = renamed.get(path, path)
        if to != path:
            parts += [f"diff --git a/{path} b/{to}\n", f"rename from {path}\n", f"rename to {to}\n"]
        parts += unified_diff(before, after, f"a/{path}", f"b/{to}")
    rows: list[str] = []
    for part in parts:
        line = part.removesuffix("\n")
        rows.append(visible(line.rstrip("\r")) if safe else line)
        if line == part:
            rows.append("\\ No newline at end of file")
    return "".join(f"{row}\n" for row in rows)


def _lines(data: bytes) -> list[str]:
    # Only a newline ends a line of a patch; other characters that end lines elsewhere stay inside it.
    lines = data.decode("utf-8", "replace").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]


def _cut(line: str) -> str:
    shown = visible(line.replace("\t", "→ "))
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "…"
