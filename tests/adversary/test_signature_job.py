"""Whoever gets code of theirs into a build, by a package or by the repository, must not get the key that signs."""

import re
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "generator/cli/starter"
FLOWS = [*sorted((STARTER / "dot-github/workflows").glob("*.yml")), *sorted((ROOT / ".github/workflows").glob("*.yml"))]
PUBLISH = STARTER / "dot-github/workflows/publish.yml"
GITLAB = STARTER / "dot-gitlab-ci.yml"
#: What a job with the key may run: words of the shell, what every system has, and OpenSSH.
ALLOWED = frozenset("if then else fi [ ! echo exit install trap printf rm chmod ssh-keygen".split())
#: The key, or all secrets at once.
_SECRET = re.compile(r"secrets\s*[.\[]\W*SIGNING_KEY|\(\s*secrets\s*\)")
NAMESPACE = "aboveboard-integrity"


def _read(file: Path) -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe").load(file.read_text(encoding="utf-8"))
    return read


def _with_the_key(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The jobs of a workflow in which the key is used; handing it on to the workflow that publishes is no use."""
    for name, job in _read(file)["jobs"].items():
        if _SECRET.search(str(job)) and "uses" not in job:
            yield name, job


def _programs(script: str) -> set[str]:
    """The first words of all commands of a script."""
    bare = re.sub(r"'[^']*'|\"(?:[^\"\\]|\\.)*\"", "''", re.sub(r"\\\n\s*", " ", script))
    return {part.split()[0] for part in re.split(r"[\n;|&]+|\bif\b(?: !)?|\bthen\b|\belse\b", bare) if part.split()}


def test_one_job_has_the_key() -> None:
    """In all workflows one job uses the key, in one step, and the hourly check hands it on to that; on GitLab it is one job as well."""
    assert [(file.name, name) for file in FLOWS for name, _ in _with_the_key(file)] == [("publish.yml", "sign")]
    (job,) = (job for file in FLOWS for _, job in _with_the_key(file))
    assert ["SIGNING_KEY" in str(step) for step in job["steps"]] == [False, True, False]
    assert "SIGNING_KEY" not in str({**job, "steps": []})
    flow = _read(GITLAB)
    assert [name for name, job in flow.items() if "$SIGNING_KEY" in str(job)] == ["sign"]


def test_it_runs_nothing_else() -> None:
    """That job may do nothing at the host, checks nothing out, installs nothing, and runs OpenSSH alone, on the list alone."""
    (job,) = (job for file in FLOWS for _, job in _with_the_key(file))
    assert job["permissions"] == {}
    assert job["environment"] == "signing"
    used = [step["uses"].partition("@")[0] for step in job["steps"] if "uses" in step]
    assert used == ["actions/download-artifact", "actions/upload-artifact"]
    assert [step["with"]["name"] for step in job["steps"] if "uses" in step] == ["to-sign", "signature"]
    for script in (step["run"] for step in job["steps"] if "run" in step):
        assert _programs(script) <= ALLOWED, _programs(script) - ALLOWED
    theirs = _read(GITLAB)["sign"]
    assert theirs["environment"]["name"] == "signing"
    assert theirs["variables"]["GIT_STRATEGY"] == "none"
    assert theirs["before_script"] == []
    assert theirs["needs"] == ["build"]
    for script in theirs["script"]:
        assert _programs(script) <= ALLOWED, _programs(script) - ALLOWED


def test_the_search_finds_something() -> None:
    """What the tests above look for, they find: a program between others, after a pipe, in a condition."""
    for script in (
        "x=1; sh tool/install.sh",
        "true\npip install x",
        'if ! python3 -c ""; then exit 1; fi',
        "echo a | curl -d @- x",
        "a && make b",
    ):
        assert not _programs(script) <= ALLOWED


def _sign_script() -> str:
    (job,) = (job for file in FLOWS for _, job in _with_the_key(file))
    return str(next(step["run"] for step in job["steps"] if "run" in step))


def _deploy_script() -> str:
    return str(next(step["run"] for step in _read(PUBLISH)["jobs"]["deploy"]["steps"] if "run" in step))


def _run(script: str, folder: Path, **more: str) -> tuple[int, str]:
    environment = {"PATH": "/usr/bin:/bin", "RUNNER_TEMP": str(folder), "GITHUB_OUTPUT": str(folder / "output"), **more}
    said = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return said.returncode, said.stdout + said.stderr


@pytest.fixture
def keys(tmp_path: Path) -> tuple[Path, Path]:
    """The publisher's key and another."""
    made = tmp_path / "ours", tmp_path / "theirs"
    for key in made:
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True, capture_output=True)
    return made


def test_no_key_stays_behind(tmp_path: Path, keys: tuple[Path, Path]) -> None:
    """What the step leaves is the signature: the key is gone, whether it worked or not, and is in no log."""
    text = keys[0].read_text(encoding="utf-8")
    for given in (text, text.rstrip("\n"), text[:150], ""):
        folder = tmp_path / f"at-{len(given)}"
        (folder / "list").mkdir(parents=True)
        (folder / "list/integrity.json").write_text("{}\n", encoding="utf-8")
        code, said = _run(_sign_script(), folder, SIGNING_KEY=given)
        left = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        good = len(given) > 200
        assert code == (0 if good else 1), said
        assert left == ["list/integrity.json", *(["list/integrity.json.sig"] if good else [])]
        assert not any(line and line in said for line in text.splitlines()[1:-1])
        assert good or "::error title=Nothing was published::" in said
        assert ("the secret SIGNING_KEY is empty here" in said) == (not given)


def test_a_key_with_a_passphrase(tmp_path: Path) -> None:
    """A key with a passphrase is refused at once, with a sentence, and asks nobody."""
    subprocess.run(
        ["ssh-keygen", "-q", "-t", "ed25519", "-N", "secret words", "-f", str(tmp_path / "key")], check=True, capture_output=True
    )
    (tmp_path / "list").mkdir()
    (tmp_path / "list/integrity.json").write_text("{}\n", encoding="utf-8")
    code, said = _run(_sign_script(), tmp_path, SIGNING_KEY=(tmp_path / "key").read_text(encoding="utf-8"))
    assert code == 1
    assert "must not have a passphrase" in said


def _handed_on(folder: Path, public: str, signed_by: Path | None, text: str = "{}\n") -> None:
    """What the job that publishes gets: the site as one file, and a signature."""
    (folder / "built").mkdir()
    (folder / "signature").mkdir()
    with zipfile.ZipFile(folder / "built/site.zip", "w") as packed:
        packed.writestr("integrity.json", text)
        packed.writestr(".well-known/security.txt", "x")
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("../../outside.txt", "x")
        if public:
            packed.writestr("allowed_signers", f'{NAMESPACE} namespaces="{NAMESPACE}" {public}\n')
    if signed_by:
        (folder / "signature/integrity.json").write_text("{}\n", encoding="utf-8")
        command = [
            "ssh-keygen",
            "-q",
            "-Y",
            "sign",
            "-f",
            str(signed_by),
            "-n",
            NAMESPACE,
            str(folder / "signature/integrity.json"),
        ]
        subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("signed_by", "text", "good"), [(0, "{}\n", True), (1, "{}\n", False), (None, "{}\n", False), (0, "{ }\n", False)]
)
def test_nothing_is_published_without_a_good_signature(
    tmp_path: Path, keys: tuple[Path, Path], signed_by: int | None, text: str, good: bool
) -> None:
    """The job that publishes refuses another key, a missing signature, and one of another list; a good one goes into the site and its one file."""
    public = keys[0].with_suffix(".pub").read_text(encoding="utf-8").strip()
    folder = tmp_path / "job"
    folder.mkdir()
    _handed_on(folder, public, None if signed_by is None else keys[signed_by], text)
    code, said = _run(_deploy_script(), folder)
    assert code == (0 if good else 1), said
    assert good or "::error title=Nothing was published::" in said
    if good:
        assert (folder / "site/.well-known/security.txt").exists()
        # Nothing in the file leads out of the folder.
        assert not [path for path in (folder / "site").rglob("*") if path.is_symlink()]
        assert not list(tmp_path.parent.glob("outside.txt"))
        assert not (tmp_path / "outside.txt").exists()
        with zipfile.ZipFile(folder / "built/site.zip") as packed:
            assert packed.read("integrity.json.sig") == (folder / "site/integrity.json.sig").read_bytes()


def test_who_is_told_waits_for_it() -> None:
    """What could not be signed is published by no job, and nobody is told of it: each condition names the signature or the publication."""
    jobs = _read(PUBLISH)["jobs"]
    assert "needs.sign.result == 'success' || needs.build.outputs.signs == 'false'" in jobs["deploy"]["if"]
    assert "sign" in jobs["deploy"]["needs"]
    assert "needs.deploy.result == 'success' || needs.build.outputs.changed == 'false'" in jobs["notify"]["if"]
    assert "needs.deploy.result == 'success'" in jobs["attest"]["if"]
    flow = _read(GITLAB)
    assert flow["pages"]["needs"] == ["build", "sign"]
    assert flow["stages"].index("publish") < flow["stages"].index("tell")
