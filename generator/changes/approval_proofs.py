"""What is known of each name under `approved_by`: whether it holds the role, which text it was typed under, and what the git host says."""

from collections.abc import Callable, Mapping

from generator.history.approved_texts import outdated, says_the_same
from generator.model.document import Content, ReviewDocument, UpdateDocument
from generator.model.history import Version
from generator.model.host_review import ApprovalProof, HostReview
from generator.model.plan import Plan, Role

#: Gives what a file was in a commit; None where it was not there, or the commit is not known here.
TextAt = Callable[[str, str], bytes | None]


def approval_proofs(
    before: Content,
    after: Content,
    earlier: Mapping[str, tuple[Version, ...]],
    reviews: tuple[HostReview, ...] | None,
    text_at: TextAt,
) -> Mapping[str, Mapping[str, ApprovalProof]]:
    """Return what is known of each approval, by path and role.

    Args:
        before: the earlier state of the site, whose plan has the accounts: a change cannot name its own approvers.
        after: the present state.
        earlier: the versions of texts that are to be published.
        reviews: the accounts that approve this change at the host; None where nobody asked.
        text_at: gives a file (by path) as it was in a commit.
    """
    was, now = _plan(before), _plan(after)
    found: dict[str, Mapping[str, ApprovalProof]] = {}
    for folder in after.incidents:
        for document in (*folder.updates, *((folder.review,) if folder.review else ())):
            said = document.parsed if isinstance(document, UpdateDocument) else document.review
            if said is None or not said.approved_by:
                continue
            old = outdated(document, earlier.get(document.source.path, ()))
            held = now if now is not None and now.holds(said.published) else None
            found[document.source.path] = {
                role: ApprovalProof.OUTDATED
                if role in old
                else ApprovalProof.NOT_HOLDER
                if held is not None and not _holds(held, role, person)
                else _by_the_host(document, role, person, was, now, reviews, text_at)
                for role, person in said.approved_by.items()
            }
    return found


def _plan(content: Content) -> Plan | None:
    return content.plan.plan if content.plan else None


def _holds(plan: Plan, role: str, person: str) -> bool:
    known = plan.roles.get(role)
    return known is not None and known.is_held_by(person)


def _account(plan: Plan | None, role: str, person: str) -> str:
    known: Role | None = plan.roles.get(role) if plan else None
    return known.account_of(person).casefold() if known else ""


def _by_the_host(
    document: UpdateDocument | ReviewDocument,
    role: str,
    person: str,
    was: Plan | None,
    now: Plan | None,
    reviews: tuple[HostReview, ...] | None,
    text_at: TextAt,
) -> ApprovalProof:
    if reviews is None:
        return ApprovalProof.NOT_ASKED
    account = _account(now, role, person)
    if not account:
        return ApprovalProof.NO_ACCOUNT
    review = next((one for one in reviews if one.account.casefold() == account), None)
    if account != _account(was, role, person):
        return ApprovalProof.NEW_ACCOUNT
    if review is None:
        return ApprovalProof.TYPED
    if not review.commit:
        return ApprovalProof.REVIEWED_SOME
    text = text_at(review.commit, document.source.path)
    return ApprovalProof.REVIEWED if text is not None and says_the_same(document, text) else ApprovalProof.REVIEWED_OTHER
