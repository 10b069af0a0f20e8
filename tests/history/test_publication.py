"""Only what readers could have seen counts as public in the history."""

from datetime import UTC, datetime, timedelta

from generator.history.publication import public_history
from generator.model.history import History, Version
from generator.model.source import RawFile
from generator.pipeline import checking
from tests.history.lost_laptop import FOLDER, first_update, incident

DUE = datetime(2027, 3, 3, 9, tzinfo=UTC)
TEXTS = {
    "site_config.yml": "organisation: {name: Larkfield Energy}\nsite: {url: https://status.larkfield.example/}\n"
    "contact: {email: a@larkfield.example, hours: always, who: Sam Reed}\n",
    f"{FOLDER}/incident.md": incident("2027-03-02T06:00Z"),
    f"{FOLDER}/01-first.md": first_update("2027-03-03T09:00Z", "2027-03-04T09:00Z"),
}


def _files(changed: str = "a train.") -> list[RawFile]:
    texts = {path: text.replace("a train.", changed) for path, text in TEXTS.items()}
    return [RawFile(path, text.encode(), len(text.encode())) for path, text in texts.items()]


def _history(queried_at: datetime, *, known: bool = True) -> History:
    files = {path: (Version("abc", DUE - timedelta(days=1), text.encode()),) for path, text in TEXTS.items()}
    return History(known=known, queried_at=queried_at, files=files)


def _codes(now: datetime, history: History) -> set[str]:
    return {one.code for one in checking.check(_files("a bus."), now, history).diagnostics if one.blocks}


def test_a_time_that_has_not_come() -> None:
    """Looking ahead with `--now` publishes nothing: what git holds today may still be changed before its time."""
    assert _codes(DUE + timedelta(hours=1), _history(DUE - timedelta(hours=1))) == set()
    assert _codes(DUE + timedelta(hours=1), _history(DUE + timedelta(hours=1))) == {"CON013"}


def test_looking_back() -> None:
    """Judged as of a time before its own, a text was not public."""
    assert _codes(DUE - timedelta(hours=1), _history(DUE + timedelta(days=9))) == set()


def test_a_history_that_is_not_known() -> None:
    """Nothing is concluded from a truncated history."""
    assert _codes(DUE + timedelta(hours=1), _history(DUE + timedelta(hours=1), known=False)) == set()


def test_builds_are_only_asked_about_what_differs() -> None:
    """If every file is unchanged, no earlier state of the site is judged again."""
    content = checking.check(_files(), DUE).content
    asked: list[datetime] = []

    def built(_files: tuple[RawFile, ...], at: datetime) -> bool:
        asked.append(at)
        return True

    told = public_history(_history(DUE + timedelta(days=1)), content, DUE + timedelta(days=1), built).incidents
    assert list(told["lost-laptop"].texts) == [f"{FOLDER}/01-first.md"]
    assert asked == []


def test_keys_written_in_any_way() -> None:
    """Quotes, spaces and notes do not hide when a text was published, or that it was a draft."""
    path = f"{FOLDER}/01-first.md"
    for was, written, public in (
        ("published: 2027-03-03T09:00Z", '"published" : 2027-03-03T09:00Z   # at nine', True),
        ("published: 2027-03-03T09:00Z", "published: '2027-03-03T10:00+01:00'", True),
        ("status:", "draft: true   # for now\nstatus:", False),
        ("status:", '"draft": yes\nstatus:', False),
        ("published: 2027-03-03T09:00Z", "published: 2027-03-03T09:00", False),
    ):
        text = TEXTS[path].replace(was, written)
        version = Version("abc", DUE - timedelta(days=1), text.encode())
        history = _history(DUE + timedelta(days=1))
        history = History(known=True, queried_at=history.queried_at, files={**history.files, path: (version,)})
        content = checking.check(_files("a bus."), DUE).content
        told = public_history(history, content, DUE + timedelta(days=1), lambda *_: True).incidents
        assert ("lost-laptop" in told) == public, written
