"""`explain`: rules, notice profiles and the keys of the format."""

import pytest

from generator.cli.main import run
from generator.format import key_pages
from generator.format.json_schemas import SCHEMAS


def _said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["explain", *arguments]) == code
    said = capsys.readouterr()
    return said.err if code else said.out


@pytest.mark.no_cover
@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_key_on_the_first_level(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Every key of every kind of file is explained, by its name alone and with the kind before it, in the words that editors show."""
    schema = SCHEMAS[name]
    for key, part in schema.part["properties"].items():
        for wanted in (key, f"{name}.{key}", f"`{key}:`", key.upper(), key.replace("_", "-")):
            said = _said(capsys, wanted)
            assert part["title"] in said, wanted
            assert part["description"] in said, wanted
            assert schema.files[0] in said, wanted


@pytest.mark.no_cover
def test_every_key_at_any_depth() -> None:
    """Every key is found by the path that leads to it, with or without the names that are the writer's own."""
    assert len(key_pages.every_key()) > 200
    for key in key_pages.every_key():
        for path in (key.path, key.words, tuple("customers" if part == key_pages.NAME else part for part in key.path)):
            assert key in key_pages.find(".".join((key.schema.name, *path))), path
        assert key.part["title"] in key_pages.page((key,))


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("affected.exact", "    affected:\n      a-name:\n        exact: 1212\n"),
        ("affected.customers.exact", "    affected:\n      a-name:\n        exact: 1212\n"),
        ("exact", "# affected.NAME.exact"),
        ("status", "- `reopened`: We thought that it was over, but it is not."),
        ("contained", "- `contained`: It is stopped"),
        ("this_week", "# actions.NAME.urgency"),
        ("published", "It must be there."),
        ("known", "`aboveboard explain known.text`"),
        ("next_update", "    next_update: none_planned\n"),
        ("site.url", "# site.url"),
        ("corrective_actions.by", "# corrective_actions.NAME.by"),
    ],
)
def test_a_key(wanted: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A key's page says what it is for, what it may be, and how that looks where it stands."""
    assert said in _said(capsys, wanted)


def test_one_kind_of_file(capsys: pytest.CaptureFixture[str]) -> None:
    """A kind of file before the key leaves the others out."""
    both, one = _said(capsys, "cadence"), _said(capsys, "plan.cadence")
    assert "site_config.yml" in both.replace("Never more than site_config.yml allows.", "")
    assert "site_config.yml" not in one.replace("Never more than site_config.yml allows.", "")


@pytest.mark.no_cover
def test_examples_are_what_the_format_takes() -> None:
    """What is offered as an example can be read again as it stands."""
    import yaml  # noqa: TID251  # as any reader of YAML would

    for key in key_pages.every_key():
        page = key_pages.page((key,))
        blocks = [block for block in page.split("\n\n") if block.startswith("    ")]
        assert len(blocks) == len(key.part.get("examples", ()))
        for block in blocks:
            assert isinstance(yaml.safe_load(block), dict), block


def test_a_rule_and_a_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """A rule's code or name and a profile's key are explained as before."""
    assert _said(capsys, "HON002").startswith("# HON002 missing-unknown\n")
    assert _said(capsys, "Missing-Unknown").startswith("# HON002 missing-unknown\n")
    assert _said(capsys, "hipaa").startswith("# hipaa\n")


def test_both(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the name of a rule and of a key is explained as both."""
    from generator.report import rule_pages
    from generator.rules.catalogue import ALL_RULES

    rule = rule_pages.find(ALL_RULES, "late-telling")
    monkeypatch.setattr(rule_pages, "find", lambda _rules, name: rule if name == "late" else None)
    said = _said(capsys, "late")
    assert "late-telling" in said
    assert SCHEMAS["update"].part["properties"]["late"]["description"] in said


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("nxt_update", "next_update"),
        ("statuss", "status"),
        ("missing-unknwn", "missing-unknown"),
        ("afected.exact", "affected.exact"),
    ],
)
def test_near(wanted: str, near: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt name is guessed."""
    assert near in _said(capsys, wanted, code=2)


@pytest.mark.parametrize("wanted", ["zzzzzzzz", ".", "a..b", "", "known."])
def test_unknown(wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nonsense is refused with where to look."""
    assert "there is no rule, key" in _said(capsys, wanted, code=2)
