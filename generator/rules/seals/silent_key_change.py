"""The key that signs the site was changed, and the key before said nothing of it.

## What it checks

That each key under `signing` that was not there from the beginning was announced by one that was: in content/keys/, where `aboveboard rekey` puts a
statement that is signed with the old key. A key that announced another and was then taken out has handed over: it can neither come back by itself nor
announce one more. Which keys there were is known from git's history of site_config.yml and from pages.lock. The same goes for a site that was signed and is
not signed any more.

## Why it matters

Whoever gets into the repository can put a key of their own there, and sign what they like. Only the owner of the old key can announce the new one, so
readers who know the old fingerprint can tell the two apart. Until the old key speaks, each page says that the key was changed without it: for 90
days, and /verify/ for ever.

## Instead of

    signing:
      key: ssh-ed25519 AAAA… the new key        # and nothing else

## Write

    aboveboard rekey new.pub --sign old --because "We renew it every two years."
"""

from collections.abc import Iterator

from generator.inspection.context import Context
from generator.ledger.words import when_words
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Content
from generator.rules.rule import Rule


def check(content: Content, context: Context) -> Iterator[Finding]:
    """A key in use that no key before it announced, or that follows from such a key alone, or the end of signing without a word of the last key."""
    record = context.analysis.keys
    at = content.config.span("signing", "key")
    for use in record.uses:
        if not use.doubtful:
            continue
        was = "is" if use.current else "was"
        since = f" since {when_words(use.since, context.zone)}" if use.since else ""
        if use.unchecked:
            yield Finding(
                at=at,
                message=f"the site is signed with the key {use.mark}{since}, but its announcement in content/keys/ could not be checked here",
                help="install OpenSSH 8.2 or newer, whose ssh-keygen checks it, then run this again",
            )
        else:
            yield Finding(
                at=at,
                message=f"the site {was} signed with a different key{since}, {use.mark}, which no earlier key has announced: every page says so",
                help="run `aboveboard rekey NEW.pub --sign OLDKEY --because WHY` with the earlier key, and commit what it writes; if you did not change the key, someone else did: remove their key, and find out who could write here",
            )
    if record.given_up:
        yield Finding(
            at=content.config.span("signing"),
            message="the site is no longer signed, and its key has not announced that: every page says so",
            help="restore `signing:`, or run `aboveboard rekey none --sign OLDKEY --because WHY` and commit what it writes",
        )


RULE = Rule(code="SEA015", name="silent-key-change", severity=Severity.WARNING, check=check, waivable=False, doc=__doc__)
