"""Finding an e-mail address in text: ann@example.org is not in joann@example.org."""

from __future__ import annotations

import re
from collections.abc import Iterable


def names_any(text: str, addresses: Iterable[str]) -> bool:
    """Whether the text holds any of these addresses as a whole, whatever its case."""
    choices = "|".join(re.escape(address) for address in addresses)
    return bool(choices) and re.search(rf"(?<![\w.+-])(?:{choices})(?![\w-])", text, re.IGNORECASE) is not None
