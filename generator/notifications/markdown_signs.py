"""Making what authors wrote harmless where a chat program reads Markdown: it shows each sign as it is, and calls nobody.

The signs are those of Discord and of Mattermost, which for its webhooks reads some of Slack's as well (`<!channel>`, `<https://…|text>`).
"""

import re

#: Signs of Markdown wherever they stand; a backslash before them is read by both programs.
_SIGNS = re.compile(r"[\\`*_~|\[\]$]")
#: Signs at the beginning of a line: a list, a quotation, a heading.
_START = frozenset("-+>#")
#: At the beginning of a line: an item of a numbered list.
_NUMBER = re.compile(r"^(\d+)([.)])")
#: What names a person, a group, a place or an address: the sign, before what follows it.
_CALL = re.compile(r"([@#~<])(?=\S)")
#: An entity, which stands for another character.
_ENTITY = re.compile(r"&(?=#?\w+;)")
_EMOJI = re.compile(r":(?=[A-Za-z0-9_+-]+:)")
#: It has no width, and screen readers pass over it.
JOINER = "\N{WORD JOINER}"


def escaped(text: str) -> str:
    """Return one line of text such that a program that reads Markdown shows it as it was written."""
    called = _ENTITY.sub(f"&{JOINER}", _EMOJI.sub(f":{JOINER}", _CALL.sub(rf"\1{JOINER}", text)))
    signs = _NUMBER.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", called))
    return f"\\{signs}" if signs[:1] in _START else signs
