"""The types of the fixtures that tests share (tests/conftest.py, tests/browser/conftest.py)."""

import contextlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, TypeAlias


@dataclass
class Host:
    """A folder that is being served.

    Attributes:
        address: ends in a slash.
        sent: the requests and the body bytes that were transferred, in order.
        rules: what the folder's `_headers` says.
    """

    address: str = ""
    sent: list[tuple[str, int]] = field(default_factory=list)
    rules: list[tuple[re.Pattern[str], str, str]] = field(default_factory=list)


#: Makes a folder that no test changes, by a name and a function that fills it.
Once: TypeAlias = Callable[[str, Callable[[Path], object]], Path]
#: Serves a folder, and weighs what it sends.
Hosting: TypeAlias = Callable[[Path], contextlib.AbstractContextManager[Host]]
#: Serves a folder, and gives its address.
Serving: TypeAlias = Callable[[Path], contextlib.AbstractContextManager[str]]
#: Light or dark, as a browser names them.
Scheme: TypeAlias = Literal["light", "dark"]
#: Files of a site, as paths and texts.
Files: TypeAlias = list[tuple[str, str]]
#: Makes the feeds of a site's files as of a moment: each file's bytes by its address.
FeedsOf: TypeAlias = Callable[[Iterable[tuple[str, str]], datetime], dict[str, bytes]]
