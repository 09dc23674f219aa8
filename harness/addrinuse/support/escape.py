"""Text that came from elsewhere (run files, programs, documents), made safe for where it is shown."""
from __future__ import annotations

import html as _html
import unicodedata

MARKDOWN = "\\`*_{}[]<>|#~$"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def clean(text: str) -> str:
    """One line for a terminal: control, formatting (bidirectional …) and unpaired characters are written out.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(char if _shows(char) else _written_out(char) for char in text)


def _shows(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "CZ"


def _written_out(char: str) -> str:
    code = ord(char)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def markdown(text: str) -> str:
    """Text as it stands, inside a Markdown table's cell."""
    return "".join("\\" + char if char in MARKDOWN else char for char in clean(text))


def html(text: str) -> str:
    """Text as it stands, inside HTML or an attribute's quotes."""
    return _html.escape(clean(text), quote=True)


def csv(text: str) -> str:
    """Text that a spreadsheet takes for text: what it would take for a formula gets an apostrophe in front.
    """
    return "'" + clean(text) if text.startswith(FORMULA) else clean(text)


def github(text: str) -> str:
    """Text inside a GitHub workflow command (`::warning …::text`)."""
    return clean(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
