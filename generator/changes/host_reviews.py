"""The host's answers about who approved, as its programs give them: GitHub's reviews of a pull request, GitLab's approvals of a merge request."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import UsageError
from generator.model.host_review import HostReview

#: What ends or replaces an account's former word; a comment does neither.
_DECIDES = frozenset({"APPROVED", "CHANGES_REQUESTED", "DISMISSED"})


def read_reviews(text: str, name: str) -> tuple[HostReview, ...]:
    """Return the accounts that approve now, each with the commit that it approved.

    Args:
        text: one or several JSON texts: lists of GitHub's reviews, page by page, or GitLab's answer about approvals.
        name: the file's name, for messages.

    Raises:
        UsageError: it is neither.
    """
    found: dict[str, HostReview] = {}
    for one in _documents(text, name):
        if isinstance(one, Mapping) and isinstance(one.get("approved_by"), list):
            for approval in one["approved_by"]:
                account = _text(approval, "user", "username")
                if account:
                    found[account.casefold()] = HostReview(account=account)
        elif isinstance(one, list):
            # Oldest first; GitHub gives them in that order, and pages follow one another.
            for review in sorted(
                (entry for entry in one if isinstance(entry, Mapping)), key=lambda entry: _text(entry, "submitted_at")
            ):
                _take(found, review)
        else:
            raise _unreadable(name)
    return tuple(found.values())


def _take(found: dict[str, HostReview], review: Mapping[str, Any]) -> None:
    account, state = _text(review, "user", "login"), _text(review, "state")
    if not account or state not in _DECIDES or _text(review, "user", "type") == "Bot":
        return
    if state == "APPROVED":
        found[account.casefold()] = HostReview(account=account, commit=_text(review, "commit_id"))
    else:
        found.pop(account.casefold(), None)


def _documents(text: str, name: str) -> Iterator[Any]:
    decoder, at = json.JSONDecoder(), 0
    text = text.strip()
    while at < len(text):
        try:
            one, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            raise _unreadable(name) from None
        yield one
        at += len(text[at:]) - len(text[at:].lstrip())


def _text(value: Any, *keys: str) -> str:
    for key in keys:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else ""


def _unreadable(name: str) -> UsageError:
    return UsageError(
        f"{name} holds no reviews",
        "on GitHub, give the output of `gh api --paginate repos/OWNER/NAME/pulls/NUMBER/reviews`; on GitLab, the answer about a merge request's approvals",
    )
