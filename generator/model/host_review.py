"""Who approved a proposed change at the git host: reviews of a pull request, approvals of a merge request."""

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class HostReview:
    """The last word of one account on a proposed change, if it approves.

    Attributes:
        account: the account's name.
        commit: the commit that was approved, in full; empty where the host does not say.
    """

    account: str
    commit: str = ""


class ApprovalProof(StrEnum):
    """What is known of a name under `approved_by`."""

    NOT_ASKED = "not_asked"  # nobody asked the host
    TYPED = "typed"  # it was typed, and no review of the account that the plan gives is known
    NO_ACCOUNT = "no_account"  # it was typed, and the plan has no account to compare it with
    NEW_ACCOUNT = "new_account"  # the account stands in the plan only by this very change
    REVIEWED = "reviewed"  # that account approved this text at the host
    REVIEWED_OTHER = "reviewed_other"  # that account approved an earlier text
    REVIEWED_SOME = "reviewed_some"  # that account approved; which text, the host does not say
    OUTDATED = "outdated"  # it was typed under an earlier text
    NOT_HOLDER = "not_holder"  # the plan does not have the name for the role

    @property
    def counts(self) -> bool:
        """Whether the rules take it for an approval of the text."""
        return self not in {ApprovalProof.OUTDATED, ApprovalProof.NOT_HOLDER}
