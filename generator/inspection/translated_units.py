"""What is counted, in the words of a translation."""

from collections.abc import Mapping

from generator.ledger.records import Ledger


def units_in(ledger: Ledger, language: str, number: int) -> Mapping[str, str]:
    """Return the units of a language by the original's words, as the translation of an update or of one before it last said.

    Args:
        ledger: the incident's.
        language: a BCP 47 tag.
        number: the update's.
    """
    units: dict[str, str] = {}
    for update in ledger.folder.updates:
        translated = ledger.folder.translated(update.number, language) if update.number <= number else None
        if translated is None or update.parsed is None:
            continue
        for name, count in update.update.affected.items():
            if name in translated.update.affected:
                units[count.unit] = translated.update.affected[name].unit
        for kind, told in update.update.data.items():
            for mine, other in zip(told, translated.update.data.get(kind, ()), strict=False):
                if mine.count and other.count and mine.count.unit and other.count.unit:
                    units[mine.count.unit] = other.count.unit
    return units
