"""Signatures, made and verified by OpenSSH's ssh-keygen: no cryptography of our own."""

import os
import re
import subprocess
import tempfile
from pathlib import Path

from generator.errors import EnvironmentFailedError, UsageError

#: How long ssh-keygen may take, in seconds: it may ask for a passphrase, or for a touch of a key.
_PATIENCE = 120

_GOOD = re.compile(r'Good "[^"]*" signature .*with (\S+) key (SHA256:[A-Za-z0-9+/]+)')


def sign(file: Path, key: Path, namespace: str) -> None:
    """Sign a file; the signature is written beside it, with `.sig` after its name.

    Args:
        file: what is signed.
        key: the secret key, or the public one of a key that an agent holds.
        namespace: what the signature is for.

    Raises:
        UsageError: there is no such key, or it cannot be used.
        EnvironmentFailedError: there is no ssh-keygen.
    """
    if not key.is_file():
        raise UsageError(f"there is no key {key}", "make one with `ssh-keygen -t ed25519 -f NAME`")
    # ssh-keygen would ask before it overwrites an older signature.
    Path(f"{file}.sig").unlink(missing_ok=True)
    said = _run("-Y", "sign", "-q", "-f", str(key.absolute()), "-n", namespace, str(file))
    if said.returncode or not Path(f"{file}.sig").is_file():
        reason = said.stderr.decode("utf-8", "replace").strip().splitlines()
        if "UNPROTECTED" in said.stderr.decode("utf-8", "replace"):
            raise UsageError(f"other users can read the key {key}, so it is not used", f"run `chmod 600 {key}`")
        raise UsageError(
            f"the list could not be signed with {key}{f': {reason[-1]}' if reason else ''}",
            "in CI the key must not have a passphrase; elsewhere you are asked for it",
        )


def signer(data: bytes, signature: bytes, namespace: str) -> str:
    """Return the fingerprint of the key that made a signature, whoever owns it; empty when it is not a signature of this data.

    Raises:
        EnvironmentFailedError: there is no ssh-keygen.
    """
    with tempfile.TemporaryDirectory(prefix="aboveboard-") as folder:
        file = Path(folder, "signature")
        file.write_bytes(signature)
        said = _run("-Y", "check-novalidate", "-n", namespace, "-s", str(file), input=data)
    found = _GOOD.search(said.stdout.decode("utf-8", "replace"))
    return found.group(2) if found and not said.returncode else ""


def is_signed_by(data: bytes, signature: bytes, namespace: str, allowed: str) -> bool:
    """Whether one of some keys made a signature of this data.

    Args:
        data: what was signed.
        signature: the signature.
        namespace: what it has to be for, and the name under which the keys stand in `allowed`.
        allowed: the keys, as ssh-keygen reads them.

    Raises:
        EnvironmentFailedError: there is no ssh-keygen.
    """
    with tempfile.TemporaryDirectory(prefix="aboveboard-") as folder:
        keys, file = Path(folder, "allowed"), Path(folder, "signature")
        keys.write_text(allowed, encoding="ascii")
        file.write_bytes(signature)
        said = _run("-Y", "verify", "-f", str(keys), "-I", namespace, "-n", namespace, "-s", str(file), input=data)
    return said.returncode == 0


def _run(*arguments: str, input: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
    try:
        said = subprocess.run(  # noqa: S603  # no shell, and every argument is ours
            ["ssh-keygen", *arguments],  # noqa: S607  # where the system has it
            input=input or b"",
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            env={**os.environ, "LC_ALL": "C"},
        )
    except subprocess.TimeoutExpired as error:
        raise EnvironmentFailedError(
            "ssh-keygen did not answer", "if it waits for a passphrase, run this on a terminal"
        ) from error
    except OSError as error:
        raise EnvironmentFailedError(
            "there is no ssh-keygen on this computer",
            "install OpenSSH 8.2 or newer, which includes it; nothing can be signed or verified without it",
        ) from error
    if b"unknown option" in said.stderr or b"illegal option" in said.stderr:
        raise EnvironmentFailedError("this computer's ssh-keygen is too old", "signatures need OpenSSH 8.2 or newer")
    return said
