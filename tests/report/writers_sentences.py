"""Every sentence that writers get from the program: messages, helps, prompts, explanations and documents."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from generator.rules.catalogue import ALL_RULES

ROOT = Path(__file__).parents[2]
#: Rules of wording have their own test, and these hold words to look for and no messages.
_OTHERS = re.compile(
    r"generator/(?:prose|rules/wording|inspection/(?:frames|wording)|questions/(?:words|unwanted)|scaffolding/(?:blank_answers|template_filling))"
)
#: More words than these without a point or a comma are a list to look words up in.
_LIST = 12
#: Pages outside docs/ that writers, and those who work on the program, read.
_PAGES = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "generator/cli/starter/README.md")
#: In place of a value in a message.
VALUE = "invoices"


@cache
def messages() -> tuple[tuple[str, str], ...]:
    """Each text of several words in the program, with the file and line that it is in, and a word in place of each value."""
    found = []
    for path in sorted((ROOT / "generator").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not _OTHERS.match(name):
            found += [
                (f"{name}:{line}", text) for line, text in _texts(ast.parse(path.read_text(encoding="utf-8"))) if _is_said(text)
            ]
    return tuple(found)


@cache
def documents() -> tuple[tuple[str, str], ...]:
    """Each paragraph of the guide, the documents and the rules' pages, without code."""
    found = []
    for path in (*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in _PAGES)):
        name = path.relative_to(ROOT).as_posix()
        if name != "docs/glossary.md":
            found += [(name, text) for text in _paragraphs(path.read_text(encoding="utf-8"))]
    for rule in ALL_RULES:
        if not rule.code.startswith("WRD"):
            found += [(rule.code, text) for text in _paragraphs(rule.doc)]
    return tuple(found)


def _texts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield node.lineno, "".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs | inner:
            yield node.lineno, node.value


def _is_said(text: str) -> bool:
    """Whether a text is a sentence, or a part of one, and neither a pattern nor a list of names."""
    words = len(re.findall(r"\b[a-z]+\b", text))
    return (
        words > 2
        and not (words > _LIST and not re.search(r"\w{3,}[.,:;?]\s", text))
        and not re.search(r"\\[a-z]|\(\?|\[\^|<[a-z]", text)
    )


def _paragraphs(page: str) -> Iterator[str]:
    page = re.sub(r"^ *```.*?^ *```|^    .*?$|<!--.*?-->", "", page, flags=re.MULTILINE | re.DOTALL)
    for part in re.split(r"\n\s*\n|\n(?=\||- |\d\. |#)", page):
        if text := " ".join(part.split()):
            yield text


def without_code(text: str) -> str:
    """A text without what is quoted in it: code, and others' words."""
    return re.sub(r"`[^`]*`|“[^”]*”|\"[^\"]*\"", VALUE, text)
