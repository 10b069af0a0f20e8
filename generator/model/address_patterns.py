"""Words that can only be an address: of a file, of a page, of someone; and hosts that are this computer."""

import re
from typing import Final

#: The ending of a file that someone links to.
ENDING: Final = r"\.(?:md|html?|pdf|png|jpe?g|gif|webp|avif|docx?|xlsx?|odt|ods|pptx?|csv|txt|zip|ics|eml|asc)(?:[?#]\S*)?"
#: A text that is one from its start to its end.
ADDRESS: Final = re.compile(rf"(?:https?://|www\.|mailto:|tel:|\.{{0,2}}/|#\w|files/).*|.*{ENDING}", re.IGNORECASE | re.DOTALL)
#: Hosts of this computer; only their addresses may begin with http.
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
