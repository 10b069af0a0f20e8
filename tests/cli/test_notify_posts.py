"""`aboveboard notify` and the accounts that post: nothing is posted by accident, and nobody believes that it was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.main import run
from tests.notifications.test_posts import TOKEN, Bluesky, Mastodon, Server, serve

#: Twenty minutes after the newest update of the repository's content, the only one of its day.
NOW = "2026-11-20T17:00Z"
__all__ = ["serve"]


@pytest.fixture
def accounts(root: Path, serve: Callable[[Server], Server], monkeypatch: pytest.MonkeyPatch) -> tuple[Server, Server]:
    """An account on each network, whose secrets are in the environment."""
    monkeypatch.setenv("POST_TOKEN", TOKEN)
    servers = serve(Mastodon()), serve(Bluesky())
    lines = (
        "  posts:\n"
        f"    mastodon: {{kind: mastodon, url: {servers[0].url}, secret_env: POST_TOKEN}}\n"
        f"    bluesky: {{kind: bluesky, url: {servers[1].url}, secret_env: POST_TOKEN, handle: larkfield.example}}\n"
    )
    file = root / "site_config.yml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("subscribe:\n", f"subscribe:\n{lines}", 1), encoding="utf-8")
    return servers


def _notify(root: Path, *options: str, now: str = NOW) -> int:
    return run(["notify", "--root", str(root), "--now", now, *options])


def _told(root: Path) -> dict[str, list[str]]:
    file = root / ".aboveboard/notified.json"
    targets = json.loads(file.read_text(encoding="utf-8"))["targets"] if file.exists() else {}
    return {name: one["told"] for name, one in targets.items()}


@pytest.mark.parametrize("options", [[], ["--dry-run"], ["--strict"], ["--published-within", "2h"]])
def test_a_post_is_only_shown(
    root: Path, accounts: tuple[Server, Server], capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    """Without --post each post is shown whole, marked as not posted; the last line says so too; no server is asked, and nothing remembered."""
    assert _notify(root, *options) == 0
    said = capsys.readouterr()
    lines = said.out.splitlines()
    assert sum(line.startswith("NOT POSTED by the account ") for line in lines) == 2
    assert "    | Next update by Friday 27 November, 5 pm UK time." in lines
    assert "    | https://status.larkfield.example/incidents/support-tickets/5/" in lines
    assert not any(line.startswith(("POSTED", "Told the account", "Would tell the account")) for line in lines)
    assert said.err.splitlines()[-1].endswith("2 posts were shown, and NOTHING WAS POSTED. To post: aboveboard notify --post")
    assert TOKEN not in said.out + said.err
    assert [server.asked for server in accounts] == [[], []]
    assert not any("account" in name for name in _told(root))


def test_it_is_posted_when_that_is_asked_for(
    root: Path, accounts: tuple[Server, Server], capsys: pytest.CaptureFixture[str]
) -> None:
    """With --post each is posted once, its address is printed, and the next run has nothing to post or to show."""
    assert _notify(root, "--post", "--strict") == 0
    said = capsys.readouterr().out
    assert f"{accounts[0].url}@larkfield/100" in said
    assert "https://bsky.app/profile/larkfield.example/post/" in said
    assert said.count("POSTED by the account ") == 2
    assert "NOT POSTED" not in said
    assert [len(server.posts) for server in accounts] == [1, 1]
    assert [len(told) for told in _told(root).values()] == [1, 1]
    for options in ([], ["--post"]):
        assert _notify(root, *options) == 0
        assert "POSTED" not in capsys.readouterr().out
    assert [len(server.posts) for server in accounts] == [1, 1]


def test_old_updates_are_not_posted_all_at_once(root: Path, accounts: tuple[Server, Server]) -> None:
    """An account that is first asked to post weeks after it was set up posts what is new by then."""
    # It was shown everything that there is, and posted nothing of it.
    assert _notify(root, "--all") == 0
    assert _notify(root, "--post") == 0
    assert [len(server.posts) for server in accounts] == [1, 1]


def test_a_state_that_was_lost(root: Path, accounts: tuple[Server, Server], capsys: pytest.CaptureFixture[str]) -> None:
    """Without the record of who was told what, what is posted already is found, and posted no second time."""
    assert _notify(root, "--post") == 0
    (root / ".aboveboard/notified.json").unlink()
    accounts[0].posts[0]["key"] = ""
    capsys.readouterr()
    assert _notify(root, "--post", "--strict") == 0
    assert f"{accounts[0].url}@larkfield/100" in capsys.readouterr().out
    assert [len(server.posts) for server in accounts] == [1, 1]


def test_both_at_once(root: Path, accounts: tuple[Server, Server], capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can ask for both, and nothing happens."""
    assert _notify(root, "--post", "--dry-run") == 2
    assert "--post posts, and --dry-run only shows; give one of them." in capsys.readouterr().err
    assert [server.asked for server in accounts] == [[], []]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"POST_TOKEN": ""}, "the environment variable POST_TOKEN is not set"),
        ({"POST_TOKEN": "töken"}, "its secret has a character that no token has"),
    ],
)
def test_a_secret_that_cannot_be_one(
    root: Path,
    accounts: tuple[Server, Server],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: dict[str, str],
    why: str,
) -> None:
    """Without a usable secret nothing is posted, and it is said why."""
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert _notify(root, "--post", "--strict") == 1
    said = capsys.readouterr()
    assert "the account mastodon was not told of" in said.err
    assert why in said.err
    assert [server.asked for server in accounts] == [[], []]
