"""A total is still the old number of a group that has changed.

## What it checks

That when the number of a group changes, no `of:` that belongs to it by `for` or `part_of` still has the old number. A total that follows
its group needs no correction of its own.

## Why it matters

"41 of 1,212" stays on the page after the 1,212 have become 1,300. Nobody repeated it, but it is now untrue.

## Instead of

    affected: {customers: {unit: people, exact: 1300}}     # password: 41 of 1212 customers, before
    corrections: {affected.customers: We had missed one folder.}

## Write

    affected: {customers: {unit: people, exact: 1300}}
    data: {password: {state: accessed, exact: 41, of: 1300, for: customers}}
    corrections: {affected.customers: We had missed one folder.}
"""

from collections.abc import Iterator

from generator.format.strict_yaml import quoted
from generator.inspection.context import Context
from generator.ledger.intervals import is_figure
from generator.ledger.records import State
from generator.model.diagnostic import Finding, Severity
from generator.model.document import UpdateDocument
from generator.model.update import Count, CountForm, Data
from generator.rules.rule import Rule


def check(document: UpdateDocument, context: Context) -> Iterator[Finding]:
    """Totals that have the number from before."""
    transition = context.transition
    if transition is None:
        return
    for name, entry in transition.after.affected.items():
        before = transition.before.affected.get(name)
        if before is None or before.count == entry.count:
            continue
        old, new = before.count, entry.count
        for path, subject, said in _tied(transition.after, name):
            count = said.count if isinstance(said, Data) else said
            if count is None or count.of is None or not is_figure(count.of, old) or _is_possible(count.of, new):
                continue
            total = new.of if count.of == old.of else new.low if new.low == new.high else None
            yield Finding(
                at=document.span(*path) if document.wrote(*path) else document.span("affected", name),
                message=f"`{subject}` still uses the total {count.of:,}, but `{name}` has changed",
                help=f"repeat it with the right total: under `{path[0]}:`, the line `{path[1]}: {_flow(said, total)}`"
                if total is not None
                else "repeat it with the right total",
            )


def _tied(state: State, name: str) -> Iterator[tuple[tuple[str, str], str, Data | Count]]:
    """Everything whose total a group is: where it stands, what it is called, and what is said."""
    for kind, entry in state.data.items():
        for one in entry.told:
            if one.population == name:
                yield ("data", kind), f"data.{kind}" if len(entry.told) == 1 else f"data.{kind}.{name}", one
    for part in state.affected.values():
        if part.count.part_of == name:
            yield ("affected", part.population), f"affected.{part.population}", part.count


def _flow(said: Data | Count, total: int) -> str:
    """What is said, with another total, as it is written on one line."""
    count = said.count if isinstance(said, Data) else said
    keys = [f"state: {said.state}"] if isinstance(said, Data) else [f"unit: {quoted(said.unit, flow=True)}"]
    if count is not None:
        numbers = ", ".join(str(one) for one in count.stated)
        given = {CountForm.BETWEEN: f"[{numbers}]", CountForm.UNKNOWN: "true"}.get(count.form, numbers)
        keys += [f"{count.form}: {given}", f"of: {total}"]
        if isinstance(said, Data):
            keys += [f"unit: {quoted(count.unit, flow=True)}"]
    keys += [f"for: {said.population}"] if isinstance(said, Data) else [f"part_of: {said.part_of}"]
    keys += ["sure: likely"] if said.likely else []
    return f"{{{', '.join(keys)}}}"


def _is_possible(total: int, count: Count) -> bool:
    return total == count.of or (count.low <= total and (count.high is None or total <= count.high))


RULE = Rule(code="CON044", name="stale-total", severity=Severity.ERROR, check=check, waivable=False, doc=__doc__)
