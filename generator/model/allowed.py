"""What author text and attachments may hold: what the sanitiser keeps, and so what the rules on unsafe HTML and files warn of losing."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from types import MappingProxyType

#: Types of attachment that a browser shows or saves without running anything in them.
SAFE_FILES = frozenset(
    ".asc .avif .csv .docx .eml .gif .ics .jpeg .jpg .json .mp4 .ods .odt .pdf .png .pptx .sig .txt .vtt .webp .xlsx .zip".split()
)
#: Those of them that are shown in a page.
IMAGES = frozenset(".avif .gif .jpeg .jpg .png .webp".split())
#: Those of them that are played in a page, and the captions of one.
VIDEO, CAPTIONS = ".mp4", ".vtt"

#: The largest attachment that is published, in bytes.
ATTACHMENT_LIMIT = 25 << 20

#: The attributes of each element that are kept.
ATTRIBUTES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "a": frozenset({"href"}),
        "img": frozenset({"src", "alt", "title"}),
        "abbr": frozenset({"title"}),
        "ol": frozenset({"start"}),
        "time": frozenset({"datetime"}),
        "td": frozenset({"colspan", "rowspan"}),
        "th": frozenset({"colspan", "rowspan", "scope"}),
    }
)
#: The elements that are kept.
ELEMENTS = frozenset(
    "a abbr b blockquote br caption cite code dd del details dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s small"
    " strong sub summary sup table tbody td tfoot th thead time tr ul".split()
)
#: Elements whose text is a secret or a program: their content goes too.
GONE = frozenset("script style noscript template iframe object embed svg math title textarea select".split())
#: What an address in author text may begin with.
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def is_safe_file(path: str) -> bool:
    """Whether an attachment is of a type that is published."""
    name = PurePosixPath(path)
    return name.suffix.lower() in SAFE_FILES and not any(part.startswith(".") for part in name.parts)
