"""The repository's own plan: its templates pass, and nothing of it is ever published."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.adapters.site_files import read_attachments, read_site
from generator.adapters.theme_files import read_theme
from generator.format import yaml_files
from generator.format.strict_yaml import Items, Node, Table, Text
from generator.model.source import RawFile
from generator.pipeline import building, checking, publishing

pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parent.parent
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def _files(changed: dict[str, str]) -> tuple[RawFile, ...]:
    files = {file.path: file for file in read_site(ROOT, 1 << 20)}
    for path, text in changed.items():
        files[path] = RawFile(path=path, data=text.encode(), size=len(text.encode()))
    return tuple(files.values())


def _texts(node: Node | None) -> list[str]:
    if isinstance(node, Text):
        return [node.value]
    if isinstance(node, Table):
        return [text for entry in node.entries.values() for text in _texts(entry.value)]
    return [text for item in node.items for text in _texts(item)] if isinstance(node, Items) else []


def _published(files: tuple[RawFile, ...]) -> bytes:
    checked = checking.check(files, NOW)
    assert not checked.blocked
    site = publishing.publish(checked, NOW)
    site = publishing.with_attachments(site, read_attachments(ROOT, publishing.attachments(site)))
    artifacts = building.render(site, read_theme("material", ROOT))
    return b"\n".join(part for artifact in artifacts for part in (artifact.path.encode(), artifact.data))


def test_templates_pass() -> None:
    """No rule has anything to say about the templates, not even advice, and the plan has no finding either."""
    checked = checking.check(_files({}), NOW)
    assert len(checked.content.templates) == 3
    assert all(document.template and document.template.blanks for document in checked.content.templates)
    assert [one for one in checked.diagnostics if not one.span.path.startswith("content/incidents/")] == []


def test_a_worse_template_does_not_pass() -> None:
    """The same templates with a sentence that has misled are found, so that the test above can fail."""
    path = "content/templates/supplier.md"
    text = (ROOT / path).read_text(encoding="utf-8").replace("from there.", "from there. We take this very seriously.")
    (found,) = (one for one in checking.check(_files({path: text}), NOW).diagnostics if one.span.path == path)
    assert found.code == "PLN008"
    assert text.split("\n")[found.span.line - 1][found.span.column - 1 : found.span.end_column - 1].endswith("very seriously")


def test_nothing_of_the_plan_is_published() -> None:
    """No telephone number, duty, channel, template or lesson of a drill is in any published file."""
    published = _published(_files({}))
    node, _ = yaml_files.read((ROOT / "content/plan.yml").read_text(encoding="utf-8"), "content/plan.yml")
    texts = [text for text in _texts(node) if text.startswith("+44") or text.count(" ") > 4]
    assert len(texts) > 20
    for path in (*(ROOT / "content/templates").iterdir(), *(ROOT / "content/drills").iterdir()):
        texts += [line.strip() for line in path.read_text(encoding="utf-8").split("\n") if line.count(" ") > 8]
    shared = "We never ring to ask for a password or a payment."
    assert [text for text in texts if text.encode() in published and shared not in text] == []


def test_no_word_of_any_key_is_published() -> None:
    """A word put into every sentence and name of the plan is in no published file."""
    word = "zqxjkv"
    plan = (
        f"since: 2026-12-01\nroles:\n  {word}: {{who: {word}, deputy: {word} 2, phone: {word}, email: {word}, deputy_phone: {word}, duties: {word}}}\n"
        f"approvals: {{review: [], by_impact: {{minor: [{word}]}}}}\n"
        f"channels:\n  {word}: {{how: {word}, tested: 2026-11-01, without_our_systems: true}}\n"
        f"templates:\n  supplier: {{for: {word}, approved_by: {{{word}: Ann {word}}}, approved_on: 2026-11-01}}\n"
    )
    drill = f"---\nheld: 2026-11-01\ntemplate: {word}\ntook_part: {word}\nfindings: {word}\nlessons: {{{word}: {word}}}\n---\n{word}\n"
    files = _files({"content/plan.yml": plan, f"content/drills/{word}.md": drill})
    assert word.encode() not in _published(files)


def test_who_approved_is_published() -> None:
    """The approvers of an update or a review are named on its page."""
    update, review = "content/incidents/support-tickets/05-password-source.md", "content/incidents/meter-portal/review.md"
    texts = {
        path: (ROOT / path).read_text(encoding="utf-8").replace("---\n", f"---\napproved_by: {{legal: {name}}}\n", 1)
        for path, name in ((update, "Priya Shah"), (review, "Owen Price"))
    }
    published = _published(_files(texts))
    assert b"Approved by Priya Shah (legal)." in published
    assert b"Approved by Owen Price (legal)." in published
