"""The rules of one run: those of the program, and those of plugins, by scope."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, get_type_hints

from generator.inspection.outside import OutsideStatement
from generator.inspection.wording import words_looked_for
from generator.model.document import (
    Content,
    Document,
    IncidentFolder,
    ReadersDocument,
    TextKind,
    Translation,
    UpdateDocument,
    Written,
)
from generator.rules.catalogue import ALL_RULES
from generator.rules.rule import Rule

#: What a rule may be about.
SCOPES: Final = (Document, Written, UpdateDocument, Translation, IncidentFolder, Content, ReadersDocument, OutsideStatement)

#: What a plugin's rule may be about. Texts told elsewhere are held to the ledger alone, so that `validate`, `check` and `status` say the same of one; and
#: sentences have frames of the program's own, where a plugin has `Written`.
PLUGIN_SCOPES: Final = SCOPES[:-2]


def scope(rule: Rule) -> type:
    """Return a rule's scope: the type of its check's first parameter."""
    written: Mapping[str, object] = getattr(rule.check, "__annotations__", {})
    first = next((hint for name, hint in written.items() if name != "return"), None)
    if isinstance(first, type):
        return first
    # A plugin may have its annotations as text. To look at those of all rules as if they were takes long.
    hints = get_type_hints(rule.check)
    found: type = next(hint for name, hint in hints.items() if name != "return")
    return found


class RuleSet:
    """Rules, sorted by what they are about.

    Attributes:
        rules: all of them, in the order in which they run.
        form: those about a file of any kind, which say what in it cannot be understood.
        written: those about a file of any kind that was understood.
        update: those about an update, among them those about the sentences of any text.
        sentences: by kind of text other than an update, those about its sentences, each as in `about_words`.
        translation: those about a translation and its original.
        incident: those about an incident's folder.
        site: those about the whole site.
        outside: those about a text that speaks of an incident elsewhere.
        about_words: those about an update, each with the code under which the words are listed without which it finds nothing; empty for a rule that
            looks for something else.
        waivable: whether each may be waived, by name and by code.
    """

    def __init__(self, rules: Iterable[Rule]) -> None:
        """Sort rules by their scopes.

        Args:
            rules: each with one of `SCOPES`.
        """
        self.rules = tuple(rules)
        by: dict[type, list[Rule]] = {kind: [] for kind in SCOPES}
        for rule in self.rules:
            by[scope(rule)].append(rule)
        self.form, self.written, _, self.translation, self.incident, self.site, spoken, self.outside = (
            tuple(by[kind]) for kind in SCOPES
        )
        self.update = tuple(rule for rule in self.rules if scope(rule) in {UpdateDocument, ReadersDocument})
        self.sentences: Mapping[TextKind, tuple[tuple[Rule, str], ...]] = MappingProxyType(
            {
                kind: tuple((rule, words_looked_for(rule.check)) for rule in spoken if kind not in rule.unfit)
                for kind in TextKind
                if kind is not TextKind.UPDATE
            }
        )
        self.about_words: tuple[tuple[Rule, str], ...] = tuple((rule, words_looked_for(rule.check)) for rule in self.update)
        self.waivable: Mapping[str, bool] = MappingProxyType(
            {rule.name: rule.waivable for rule in self.rules} | {rule.code: rule.waivable for rule in self.rules}
        )


#: The program's own.
OWN_RULES: Final = RuleSet(ALL_RULES)
