"""The key that signs the site has changed, but the earlier key did not announce it.

## What it checks

That each key under `signing` that was not there from the beginning was announced by an earlier one: in content/keys/, where `aboveboard
rekey` puts a statement signed with the old key. A key that announced another and was then removed has handed over: it can neither come back
nor announce another. The earlier keys are known from git's history of site_config.yml and from pages.lock. The same applies to a site that
is no longer signed.

## Why it matters

An intruder in the repository can put their own key there, and sign what they like. Only the owner of the old key can announce the new one,
so readers who know the old fingerprint can tell the difference. Until the old key announces the change, every page says that it has not:
for 90 days, and on /verify/ permanently.

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
