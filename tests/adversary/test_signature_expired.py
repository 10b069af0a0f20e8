"""Whoever keeps an old signed site, or stops the job that signs, must not have a signature that is good for ever."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.main import run
from generator.seals.integrity_list import read
from tests.fixture_types import Hosting
from tests.own_site import in_one_language, with_one_incident
from tests.site_lists import listed

#: Whole sites are built: what is traced of that, other tests reach.
pytestmark = pytest.mark.no_cover

ROOT = Path(__file__).parents[2]
MORNING, EVENING, NEXT_DAY = "2026-11-23T00:05Z", "2026-11-23T23:55Z", "2026-11-24T00:05Z"


def _top(folder: Path, more: str = "") -> tuple[Path, Path]:
    """A site that names a key, and the key."""
    top, key = folder / "top", folder / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    shutil.copytree(ROOT / "content", top / "content")
    shutil.copy(ROOT / "site_config.yml", top)
    in_one_language(top)
    with_one_incident(top)
    text = (top / "site_config.yml").read_text(encoding="utf-8").replace("  timezone:", "  theme: lifeboat\n  timezone:")
    public = key.with_suffix(".pub").read_text(encoding="utf-8").strip()
    (top / "site_config.yml").write_text(f"{text}\nsigning:\n  key: {public}\n{more}", encoding="utf-8")
    return top, key


def _build(top: Path, key: Path, now: str) -> Path:
    assert run(["build", "--root", str(top), "--now", now, "--sign", str(key), "--zip"]) == 0
    return top / "site"


def _sign(site: Path, key: Path, said: dict[str, object]) -> None:
    """Write a list anew and sign it, as whoever has the key can."""
    (site / "integrity.json").write_text(json.dumps(said), encoding="utf-8")
    (site / "integrity.json.sig").unlink()
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", str(key), "-n", "aboveboard-integrity", str(site / "integrity.json")]
    subprocess.run(command, check=True, capture_output=True)


def _verify(site: Path, key: Path, now: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    code = run(["verify", str(site), "--key", str(key.with_suffix(".pub")), "--now", now])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_signature_runs_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is signed says until when: for seven days nothing is said, then a warning; never an error, since nothing was changed."""
    top, key = _top(tmp_path)
    site = _build(top, key, MORNING)
    said = json.loads((site / "integrity.json").read_text(encoding="utf-8"))
    assert (said["signed_at"], said["valid_until"]) == ("2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z")
    assert _verify(site, key, "2026-11-29T23:59Z", capsys)[::2] == (0, "")
    for now in ("2026-11-30T00:01Z", "2030-01-01T00:00Z"):
        code, out, err = _verify(site, key, now, capsys)
        assert code == 0
        assert "The signature is good" in out
        assert err.startswith("warning: the signature was valid until 2026-11-30, 00:00 UTC, and has not been renewed.")


def test_an_hourly_build_renews_it(tmp_path: Path) -> None:
    """Nothing changes within a day; on the next the zip, by which the hourly job knows whether to publish, is another, and valid for longer."""
    top, key = _top(tmp_path)
    made = []
    for now in (MORNING, EVENING, NEXT_DAY):
        site = _build(top, key, now)
        made.append(((top / "site.zip").read_bytes(), read((site / "integrity.json").read_bytes()), listed(site)))
    assert made[0][0] == made[1][0]
    assert made[1][0] != made[2][0]
    assert made[0][1].valid_until is not None
    assert made[2][1].valid_until is not None
    assert made[2][1].valid_until > made[0][1].valid_until
    # Badges and the banner name their day, and the list that has them is another for it.
    first, last = (
        {path: one for path, one in each[2].items() if not path.startswith(("badge/", "integrity/site-"))}
        for each in (made[0], made[2])
    )
    assert first == last
    assert len(first) > 50


def test_a_site_may_say_for_how_long(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The settings say for how many days, and readers are told; a day is too short to be renewed in time, a year and more is no limit."""
    top, key = _top(tmp_path, "  valid_days: 30\n")
    site = _build(top, key, MORNING)
    assert json.loads((site / "integrity.json").read_text(encoding="utf-8"))["valid_until"] == "2026-12-23T00:00:00Z"
    assert "valid for 30 days" in (site / "verify/index.html").read_text(encoding="utf-8").replace("\xa0", " ")
    config = (top / "site_config.yml").read_text(encoding="utf-8")
    for days in ("0", "1", "367", "-7", "soon", "7.5"):
        (top / "site_config.yml").write_text(config.replace("valid_days: 30", f"valid_days: {days}"), encoding="utf-8")
        capsys.readouterr()
        assert run(["validate", "--root", str(top), "--now", MORNING]) == 2
        assert "valid_days" in capsys.readouterr().out


def test_signed_after_the_newest_statement(tmp_path: Path) -> None:
    """The list is not older than what it lists."""
    top, key = _top(tmp_path)
    signed = read((_build(top, key, "2026-11-20T17:00Z") / "integrity.json").read_bytes())
    assert signed.newest_at is not None
    assert signed.signed_at is not None
    assert signed.newest_at <= signed.signed_at


def test_a_signature_from_before(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A list that was signed before lists said until when is good, with a plain remark; one that says nonsense is not what a build wrote."""
    top, key = _top(tmp_path)
    site = _build(top, key, MORNING)
    said = json.loads((site / "integrity.json").read_text(encoding="utf-8"))
    before = {name: value for name, value in said.items() if name not in {"signed_at", "valid_until"}}
    _sign(site, key, before)
    code, out, err = _verify(site, key, "2029-01-01T00:00Z", capsys)
    assert (code, err) == (0, "")
    assert "does not say until when its signature is valid" in out
    for wrong in ("for ever", 5, ["2030-01-01T00:00:00Z"], "2030-01-01", "\x1b[2J", ""):
        _sign(site, key, said | {"valid_until": wrong})
        assert _verify(site, key, MORNING, capsys)[0] == 1


def test_a_clock_that_is_ahead(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A signature from the future, which would be good for longer than the publisher says, is named."""
    top, key = _top(tmp_path)
    site = _build(top, key, MORNING)
    code, _, err = _verify(site, key, "2026-11-21T00:00Z", capsys)
    assert code == 0
    assert "warning: the list is from 2026-11-23, 00:00 UTC, which is in the future" in err


def test_its_times_are_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever takes the end away, or moves it, breaks the signature."""
    top, key = _top(tmp_path)
    site = _build(top, key, MORNING)
    said = (site / "integrity.json").read_text(encoding="utf-8")
    line = re.compile(r'  "valid_until": "2026-11-30T00:00:00Z",\n')
    for other in ("", '  "valid_until": null,\n', '  "valid_until": "2099-01-01T00:00:00Z",\n'):
        # Nothing else differs, not even a space.
        text, changed = line.subn(other, said)
        assert changed == 1
        (site / "integrity.json").write_text(text, encoding="utf-8")
        code, out, _ = _verify(site, key, MORNING, capsys)
        assert code == 1
        assert "integrity.json.sig is not a signature of integrity.json" in out


def test_what_is_not_signed_says_nothing_of_it(tmp_path: Path) -> None:
    """A list that nobody signs does not say that a signature is valid, and no page of that site does."""
    top, _ = _top(tmp_path)
    assert run(["build", "--root", str(top), "--now", MORNING, "--unsigned"]) == 0
    assert not re.search("signed_at|valid_until", (top / "site/integrity.json").read_text(encoding="utf-8"))
    assert "Each signature is valid" not in (top / "site/verify/index.html").read_text(encoding="utf-8")


def _status(top: Path, now: str, capsys: pytest.CaptureFixture[str], *more: str) -> list[dict[str, object]]:
    capsys.readouterr()
    run(["status", "--root", str(top), "--now", now, "--format", "json", *more])
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["owed"]
    return [one for one in found if one["kind"] == "signature"]


def test_status_warns_in_time(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """From a day before, `status` says that the signature runs out, and afterwards that it is late: of the folder here, or of what is served."""
    with hosting(tmp_path / "top/site") as host:
        top, key = _top(tmp_path)
        config = top / "site_config.yml"
        text = config.read_text(encoding="utf-8").replace("https://status.larkfield.example/", host.address)
        config.write_text(text, encoding="utf-8")
        _build(top, key, MORNING)
        for more in ([], ["--published"]):
            assert _status(top, "2026-11-28T23:59Z", capsys, *more) == []
            (soon,) = _status(top, "2026-11-29T00:01Z", capsys, *more)
            assert (soon["late"], soon["due"]) == (False, "2026-11-30T00:00:00Z")
            (late,) = _status(top, "2026-11-30T00:01Z", capsys, *more)
            assert late["late"] is True
        shutil.rmtree(top / "site")
        assert _status(top, "2027-11-30T00:01Z", capsys) == []
        assert _status(top, "2027-11-30T00:01Z", capsys, "--published") == []
    config.write_text(text.partition("\nsigning:")[0] + "\n", encoding="utf-8")
    assert _status(top, "2027-11-30T00:01Z", capsys, "--published") == []


def test_status_sees_that_the_signature_is_gone(tmp_path: Path, hosting: Hosting, capsys: pytest.CaptureFixture[str]) -> None:
    """A host that drops the signature, or serves a list that another key signed, is late whatever the list says of its validity."""
    with hosting(tmp_path / "top/site") as host:
        top, key = _top(tmp_path)
        config = top / "site_config.yml"
        text = config.read_text(encoding="utf-8").replace("https://status.larkfield.example/", host.address)
        config.write_text(text, encoding="utf-8")
        site = _build(top, key, MORNING)
        other = tmp_path / "other"
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(other)], check=True, capture_output=True)
        said = json.loads((site / "integrity.json").read_text(encoding="utf-8"))
        assert _status(top, EVENING, capsys, "--published") == []
        _sign(site, other, said | {"valid_until": "2099-01-01T00:00:00Z"})
        for gone in (False, True):
            if gone:
                (site / "integrity.json.sig").unlink()
            (late,) = _status(top, EVENING, capsys, "--published")
            assert late["late"] is True
            assert "is not signed with the key" in str(late["what"])
        # Here it may not be signed yet.
        assert _status(top, EVENING, capsys) == []
