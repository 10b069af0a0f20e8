"""The sandbox in which MkDocs' templates are filled."""

from pathlib import Path
from types import SimpleNamespace

import jinja2  # noqa: TID251  # what MkDocs hands to the sandbox

from generator.adapters.template_sandbox import sandboxed


def test_hidden_files_are_not_listed(tmp_path: Path) -> None:
    """A theme's files are listed as Jinja lists them, those of the first folder before those of the second, but for hidden ones, which nobody publishes."""
    for path in (
        "site/main.html",
        "theme/main.html",
        "theme/assets/a.css",
        "theme/assets/.map",
        "theme/.icons/a/b.svg",
        "theme/.x",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(path, encoding="utf-8")
    bare = jinja2.Environment(loader=jinja2.FileSystemLoader([tmp_path / "site", tmp_path / "theme"]), autoescape=True)
    made = sandboxed(bare, SimpleNamespace(extra={}))
    assert made.list_templates() == ["assets/a.css", "main.html"]
    assert made.list_templates() == [name for name in bare.list_templates() if "." not in {part[0] for part in name.split("/")}]
    assert made.list_templates(filter_func=lambda name: name.endswith(".css")) == ["assets/a.css"]
    assert made.get_template("main.html").render() == "site/main.html"
    assert made.get_template(".icons/a/b.svg").render() == "theme/.icons/a/b.svg"
