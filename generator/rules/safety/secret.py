"""The text contains a secret.

## What it checks

That no text contains a key, a token or a password that the detectors of the `detect-secrets` project recognise. The finding does not show
it.

## Why it matters

It would be published to everyone, including thieves, and deleting it later does not help: it stays in the history of the files.

## Instead of

    They used the key AKIA… of our backup account.

## Write

    They used a key of our backup account. We cancelled it on 3 March at 06:55 UTC.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from generator.inspection.context import Context
from generator.inspection.unsafe_text import Hit, hits, redacted, windows
from generator.model.diagnostic import Finding, Severity
from generator.model.document import Written
from generator.rules.rule import Rule

#: A word for a secret, a sign, and a value with a digit in it.
_SIGN_WORDS = ("key", "pass", "pwd", "secret", "contrase")
_SIGN = re.compile(
    rf"(?:{'|'.join(_SIGN_WORDS)})"
    r"\w{0,20}[\]'\"]{0,2}\s?(?:[:=]|!=|=>)[\s=:>]{0,3}['\"`]?[^\s\d]{0,60}\d",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"://[^\s/@]{1,200}@")
_PRIVATE = re.compile("PRIVATE KEY|PuTTY")
_MOMENT = re.compile(r"\W*\d{4}-\d\d-\d\dT[\d:]+(?:Z|[+-]\d\d:?\d\d)\W*", re.ASCII)
#: The fewest characters of a key.
_SHORTEST = 16
#: How far before a key what it is for may stand, and how long a word for a password and the password may be, in characters.
_REACH, _AFTER = 80, 200
#: Words that are long enough.
_LONG = re.compile(rf"(?<!\S)\S{{{_SHORTEST},}}")
_NEEDLESS_DIGIT = frozenset({"Basic Auth Credentials", "Private Key"})
_TIME = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}(?:[:.]\d\d)?(?:am|pm|h|Z)?$", re.IGNORECASE)


def check(written: Written, context: Context) -> Iterator[Finding]:
    """Keys, tokens and passwords."""
    for span, (start, end, what) in hits(written, context, _worth, _secrets):
        yield Finding(
            at=span.span(start, end),
            message=f"this looks like a secret: {what} ({redacted(span.text[start:end])})",
            help="delete it, and change it everywhere at once: anyone who can read these files already has it",
            hides=span.text[start:end],
        )


@cache
def _detectors() -> tuple[Any, ...]:
    # Imported when a text is worth it: the library is slow to load. Detectors of anything that merely looks random are left out, because
    # the fingerprints that a page asks readers to compare look random too.
    from detect_secrets.plugins import (  # noqa: PLC0415, TID251  # this module is its home
        artifactory,
        aws,
        azure_storage_key,
        basic_auth,
        cloudant,
        discord,
        github_token,
        gitlab_token,
        ibm_cloud_iam,
        ibm_cos_hmac,
        jwt,
        mailchimp,
        npm,
        openai,
        private_key,
        pypi_token,
        sendgrid,
        slack,
        softlayer,
        square_oauth,
        stripe,
        telegram_token,
        twilio,
    )

    return (
        artifactory.ArtifactoryDetector(),
        aws.AWSKeyDetector(),
        azure_storage_key.AzureStorageKeyDetector(),
        basic_auth.BasicAuthDetector(),
        cloudant.CloudantDetector(),
        discord.DiscordBotTokenDetector(),
        github_token.GitHubTokenDetector(),
        gitlab_token.GitLabTokenDetector(),
        ibm_cloud_iam.IbmCloudIamDetector(),
        ibm_cos_hmac.IbmCosHmacDetector(),
        jwt.JwtTokenDetector(),
        mailchimp.MailchimpDetector(),
        npm.NpmDetector(),
        openai.OpenAIDetector(),
        private_key.PrivateKeyDetector(),
        pypi_token.PypiTokenDetector(),
        sendgrid.SendGridDetector(),
        slack.SlackDetector(),
        softlayer.SoftlayerDetector(),
        square_oauth.SquareOAuthDetector(),
        stripe.StripeDetector(),
        telegram_token.TelegramBotTokenDetector(),
        twilio.TwilioKeyDetector(),
    )


def _worth(text: str) -> bool:
    return (
        any(map(_is_key, [word for word in text.split() if len(word) >= _SHORTEST]))
        or bool(_PRIVATE.search(text))
        or _has_sign(text)
        or ("://" in text and bool(_LOGIN.search(text)))
    )


def _has_sign(text: str) -> bool:
    """Whether `_SIGN` is in a text. Most have none of its words, and looking for those takes a twentieth of the time."""
    if not text.isascii():
        return bool(_SIGN.search(text))
    small = text.lower()
    for word in _SIGN_WORDS:
        at = small.find(word)
        while at >= 0:
            if _SIGN.match(text, at):
                return True
            at = small.find(word, at + 1)
    return False


def _is_key(word: str) -> bool:
    return any(map(str.isdigit, word)) and not _MOMENT.fullmatch(word)


def _spots(text: str) -> Iterator[tuple[int, int]]:
    yield from (word.span() for word in _LONG.finditer(text) if _is_key(word.group()))
    for pattern in (_PRIVATE, _LOGIN):
        yield from (found.span() for found in pattern.finditer(text))


def _secrets(text: str) -> tuple[Hit, ...]:
    found: set[Hit] = set()
    for start, end in windows(text, _spots(text), _REACH):
        found |= {(start + one, start + other, kind) for one, other, kind in _detected(text[start:end])}
    for sign in _SIGN.finditer(text):
        start = sign.start()
        found |= {(start + one, start + other, kind) for one, other, kind in _passwords(text[start : start + _AFTER])}
    # Each secret is reported once, by the detector that matches most of it.
    kept: list[Hit] = []
    reach = -1
    for one in sorted(found, key=lambda hit: (hit[0], -hit[1], hit[2])):
        if one[1] > reach:
            kept.append(one)
            reach = one[1]
    return tuple(kept)


def _detected(text: str) -> set[Hit]:
    found: set[Hit] = set()
    for detector in _detectors():
        kind = str(detector.secret_type)
        for match in (match for pattern in detector.denylist for match in pattern.finditer(text)):
            # Some detectors check their matches further.
            sure = any(detector.analyze_string(match.group()))
            if sure and (kind in _NEEDLESS_DIGIT or any(character.isdigit() for character in match.group())):
                found.add((match.start(), match.end(), kind))
    return found


@lru_cache(maxsize=1024)
def _passwords(text: str) -> tuple[Hit, ...]:
    found: list[Hit] = []
    from detect_secrets.plugins.keyword import CONFIG_DENYLIST_REGEX_TO_GROUP  # noqa: PLC0415, TID251  # this module is its home

    for pattern, group in CONFIG_DENYLIST_REGEX_TO_GROUP.items():
        for match in pattern.finditer(text):
            # In a sentence the value ends at the first white space; a word without a digit, or a time, is no password.
            value = match.group(group).split(" ")[0].rstrip(".,;:!?)")
            mixed = any(character.isdigit() for character in value) and any(character.isalpha() for character in value)
            if len(value) >= 6 and mixed and not _TIME.match(value):
                found.append((match.start(group), match.start(group) + len(value), "Password"))
    return tuple(found)


RULE = Rule(
    code="SAF033",
    name="secret",
    severity=Severity.ERROR,
    check=check,
    waivable=False,
    if_published="every reader of this site has it: change it everywhere at once, so that it no longer opens anything; the text was published and stays as it is",
    doc=__doc__,
)
