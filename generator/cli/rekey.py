"""`aboveboard rekey`: a new key is announced by the one before it."""

import tempfile
from pathlib import Path

from generator.adapters import signing
from generator.adapters.file_writing import replace_file
from generator.adapters.site_lock import exclusive_access
from generator.cli.judging import content_of, time_of
from generator.cli.output import say
from generator.errors import EnvironmentFailedError, UsageError
from generator.model.config import SigningKey
from generator.seals.integrity_list import SMALL_LIMIT, digest_of_key, fingerprint, read_keys
from generator.seals.key_changes import FOLDER, NAMESPACE, read_announcement, statement


def run(new: Path, key: Path, because: str, root: Path, now: str | None) -> None:
    """Run the command; its help describes it."""
    when = time_of(now, root).replace(microsecond=0)
    config = content_of(root).config.config
    if config is None:
        raise UsageError("site_config.yml could not be understood", "run `aboveboard validate` to see what is wrong with it")
    if not because.strip() or not because.strip().isprintable():
        raise UsageError(
            "--because is empty, or contains characters that cannot be read", "say why in one line: readers will see it"
        )
    after = None if str(new) == "none" else _public(new)
    before = _public(Path(f"{key}.pub") if key.suffix != ".pub" and Path(f"{key}.pub").is_file() else key)
    if after == before:
        raise UsageError(
            "the new key is the same as the old one",
            "make a new one with `ssh-keygen -t ed25519 -f NAME`, and give its .pub file",
        )
    text = statement(config.site, before, after, when, because)
    data = text.encode()
    with tempfile.TemporaryDirectory(prefix="aboveboard-") as folder:
        file = Path(folder, "statement")
        file.write_bytes(data)
        signing.sign(file, key, NAMESPACE)
        signature = Path(f"{file}.sig").read_bytes()
    if signing.signer(data, signature, NAMESPACE) != fingerprint(before):
        raise UsageError(f"{key} is not the secret half of {key}.pub", "give the key that you have signed with until now")
    name = f"{FOLDER}/{when:%Y-%m-%d}-{digest_of_key(after)[:8] if after else 'none'}.txt"
    if read_announcement(name, data, signature) is None:
        raise UsageError("this reason cannot be announced", "say why in plain words, in one line")
    with exclusive_access(root):
        replace_file(root, name, text)
        replace_file(root, f"{name}.sig", signature.decode("ascii"))
    say(f"Wrote {name} and {name}.sig: {fingerprint(before)} announces {fingerprint(after) if after else 'that it is the last'}.")
    if before not in config.signing.keys:
        say(
            f"site_config.yml does not name the key {fingerprint(before)}: only a key that signed this site can announce another",
            err=True,
            lead="warning",
        )
    say("Commit both files.", *_next(config.signing.keys, before, after))


def _next(named: tuple[SigningKey, ...], before: SigningKey, after: SigningKey | None) -> tuple[str, ...]:
    if after is None:
        return ("Then delete `signing:` in site_config.yml and the secret SIGNING_KEY.",)
    if after in named:
        return ()
    return (
        "Then write this in site_config.yml, with the new key first; keep the old one while copies signed with it are still in use:",
        "  signing:",
        "    key:",
        f"      - {after.kind} {after.blob}",
        f"      - {before.kind} {before.blob}",
        "and replace the secret SIGNING_KEY with the new secret key.",
    )


def _public(file: Path) -> SigningKey:
    try:
        with file.open("rb") as stream:
            keys = read_keys(stream.read(SMALL_LIMIT).decode("utf-8", "replace"))
    except OSError as error:
        raise EnvironmentFailedError(f"{file} cannot be read: {error.strerror or error}") from error
    if len(keys) != 1:
        raise UsageError(
            f"there is no public key in {file}",
            "a secret key needs its .pub file beside it; `ssh-keygen -y -f KEY > KEY.pub` makes it again",
        )
    return keys[0]
