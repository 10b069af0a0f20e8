"""The result of `validate --fix`, in words and as a patch."""

from collections.abc import Mapping
from difflib import unified_diff
from types import MappingProxyType

from generator.autofix.model import FixResult
from generator.report.terminal import Block, block, shown, visible

#: The longest excerpt of a line, in characters.
_WIDTH = 120


def fixed(outcome: FixResult, *, written: bool) -> Block:
    """List what was fixed, and what was not and why; empty when there was nothing to fix.

    Args:
        outcome: the result.
        written: whether the files were changed; otherwise, the text says what would be.
    """
    rows: list[str] = []
    for change in outcome.done:
        rows.append(f"{'fixed' if written else 'would fix'} {shown(change.path)}:{change.line}: {visible(change.message)}")
        if change.before != change.after:
            rows += [f"   - {_cut(line)}" for line in change.before if line not in change.after]
            rows += [f"   + {_cut(line)}" for line in change.after if line not in change.before]
    for left in outcome.left:
        rows += [f"left {shown(left.path)}:{left.line}: {visible(left.message)}", f"   = {visible(left.why)}"]
    if rows:
        files = len({*outcome.files, *outcome.renamed})
        verb = "fixed" if written else "to fix"
        rows.append(f"\n{len(outcome.done)} {verb} in {files} file{'s' if files != 1 else ''}, {len(outcome.left)} left.")
    return block("".join(f"{row}\n" for row in rows))


def patch(
    old: Mapping[str, bytes], new: Mapping[str, bytes], renamed: Mapping[str, str] = MappingProxyType({}), *, safe: bool
) -> str:
    """Return a unified diff for `git apply` or `patch`.

    Args:
        old: the present files, by path.
        new: the fixed files, by present path.
        renamed: the new paths of files, by present path.
        safe: whether control characters are escaped, for output on a terminal.
    """
    parts: list[str] = []
    for path in sorted({*new, *renamed}):
        before, after = _patch_lines(old[path]), _patch_lines(new.get(path, old[path]))
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


def _patch_lines(data: bytes) -> list[str]:
    # Only newlines end lines of a patch; other line separators stay inside a line.
    lines = data.decode("utf-8", "replace").split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]


def _cut(line: str) -> str:
    shown = visible(line.replace("\t", "→ "))
    return shown if len(shown) <= _WIDTH else shown[: _WIDTH - 1] + "…"
