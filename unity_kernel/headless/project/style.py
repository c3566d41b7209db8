"""How one version of Unity writes scalars: floats, quoting, folding.

Unity writes with libyaml, whose choices (plain, else single-quoted, else double-quoted; where to fold) are followed
here so that an edited line looks as the editor itself would have written it.
"""

from __future__ import annotations

import math
import re
import struct

__all__ = ["Style", "float32", "parse_version"]

_FLOAT = struct.Struct("<f")
_BEST_WIDTH = 80  # libyaml's default, which Unity keeps
_DOUBLE_ESCAPES = {
    "\0": "\\0", "\a": "\\a", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\v": "\\v", "\f": "\\f", "\r": "\\r",
    "\x1b": "\\e", '"': '\\"', "\\": "\\\\", "\x85": "\\N", "\xa0": "\\_", "\u2028": "\\L", "\u2029": "\\P",
}  # fmt: skip
_PLAIN = re.compile(
    r"[A-Za-z0-9_./(+][A-Za-z0-9_./()+,;=~$^ -]*(?<! )\Z"
)  # certainly needs no quotes, at any version
_SPECIAL = re.compile(r"[^\n\x20-\x7e]")


def parse_version(text: str) -> tuple[int, int, int]:
    """Return (major, minor, patch) of a Unity version such as ``2022.3.62f3``; zeros where it says nothing."""
    match = re.match(r"(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?", text)
    return (int(match[1]), int(match[2]), int(match[3] or 0)) if match else (0, 0, 0)


def float32(value: float) -> float:
    """Round to the nearest float32; too large a value becomes infinite, as in C#."""
    try:
        rounded: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return rounded


class Style:
    """The habits of the Unity version that wrote a project.

    Args:
        version: As in ``ProjectVersion.txt``; unknown versions are written as by a recent editor.
        one_line_maps: Whether inline mappings are never folded (``m_SerializeInlineMappingsOnOneLine``).
    """

    def __init__(self, version: str = "", *, one_line_maps: bool = False) -> None:
        self.version = parse_version(version)
        known = self.version if self.version[0] else (6000, 0, 0)
        self.one_line_maps = one_line_maps
        self._old_floats = known < (5, 4, 0)
        self._old_folding = known < (2019, 2, 0)
        self._quotes_brackets = known >= (6000, 3, 0)

    def is_same(self, old: bytes, new: bytes) -> bool:
        """Whether a number in a file, perhaps written differently, is the one that would be written."""
        try:
            return self.real(float(old)).encode() == new
        except ValueError:
            return False

    def real(self, value: float) -> str:
        """Return ``value``, rounded to float32, as Unity writes it."""
        value = float32(value)
        if math.isnan(value):
            return "NaN"
        if math.isinf(value):
            return "Infinity" if value > 0 else "-Infinity"
        if self._old_floats:
            text = f"{value:.9g}"
            return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
        for digits in (6, 7, 8, 9):
            text = f"{value:.{digits}g}"
            if _FLOAT.unpack(_FLOAT.pack(float(text) if digits < 9 else value))[0] == value:
                break
        if "e" not in text:
            return text
        exponent = int(text[text.index("e") + 1 :])
        if not -10 < exponent < 21:
            return text
        return f"{float(text):.0f}" if exponent > 0 else _fixed(text, -exponent)

    def string(self, text: str, *, column: int, indent: int, flow: bool = False) -> str:
        """Return ``text`` as a YAML scalar.

        Args:
            text: Any text; characters that YAML cannot show are escaped.
            column: 0-based column at which the scalar starts.
            indent: Column at which a continuation line starts.
            flow: Whether it stands inside ``{}`` or ``[]``.
        """
        if not text and not flow:
            return ""
        if len(text) + column < _BEST_WIDTH and _PLAIN.match(text) and not (flow and "," in text):
            return text
        plain, single = self._allowed(text, flow)
        if plain:
            return self._fold(text, column, indent)
        if single:
            return self._single(text, column, indent)
        return self._double(text, column, indent)

    def _allowed(self, text: str, flow: bool) -> tuple[bool, bool]:
        """Whether libyaml lets ``text`` stand plain, and single-quoted."""
        if not text:
            return False, True
        special = bool(_SPECIAL.search(text)) or " \n" in text
        single = not special and "\n " not in text
        plain = single and "\n" not in text and text[0] != " " and text[-1] != " "
        if plain:
            indicators = (
                (text[:3] in ("---", "...") and text[3:4] in ("", " "))
                or text[0] in "#,[]{}&*!|>'\"%@`"
                or (text[0] in "-?" and (len(text) == 1 or text[1] == " "))
                or ": " in text
                or text[-1] == ":"
            )
            if flow:
                indicators = indicators or text[0] in "?:" or any(c in text for c in ",?[]{}:")
            elif self._quotes_brackets:
                indicators = indicators or "[" in text or "]" in text
            plain = not indicators
        return plain, single

    def _too_wide(self, column: int) -> bool:
        return column > _BEST_WIDTH if self._old_folding else column >= _BEST_WIDTH

    def _fold(self, text: str, column: int, indent: int) -> str:
        out: list[str] = []
        spaces = False
        for index, char in enumerate(text):
            if char == " ":
                if not spaces and self._too_wide(column) and text[index + 1 : index + 2] != " ":
                    out.append("\n" + " " * indent)
                    column = indent
                else:
                    out.append(char)
                    column += 1
                spaces = True
            else:
                out.append(char)
                column += 1
                spaces = False
        return "".join(out)

    def _single(self, text: str, column: int, indent: int) -> str:
        out = ["'"]
        column += 1
        spaces = breaks = False
        last = len(text) - 1
        for index, char in enumerate(text):
            if char == " ":
                if not spaces and self._too_wide(column) and 0 < index < last and text[index + 1] != " ":
                    out.append("\n" + " " * indent)
                    column = indent
                else:
                    out.append(char)
                    column += 1
                spaces = True
                continue
            if char == "\n":
                written = "\n" if breaks else "\n\n"
                out.append(written)
                column = 0 if self._old_folding else column + len(written)
                breaks = True
                continue
            if breaks:
                out.append(" " * indent)
                column = indent if self._old_folding else column + indent
            out.append("''" if char == "'" else char)
            column += 2 if char == "'" else 1
            spaces = breaks = False
        out.append("'")
        return "".join(out)

    def _double(self, text: str, column: int, indent: int) -> str:
        out = ['"']
        column += 1
        spaces = False
        last = len(text) - 1
        for index, char in enumerate(text):
            if char == " ":
                if not spaces and self._too_wide(column) and 0 < index < last:
                    out.append("\n" + " " * indent)
                    column = indent
                    if text[index + 1] == " ":
                        out.append("\\")
                        column += 1
                else:
                    out.append(char)
                    column += 1
                spaces = True
                continue
            piece = _DOUBLE_ESCAPES.get(char)
            if piece is None:
                code = ord(char)
                if 0x20 <= code < 0x7F:
                    piece = char
                elif code <= 0xFF:
                    piece = f"\\x{code:02X}"
                else:
                    piece = f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
            out.append(piece)
            column += len(piece)
            spaces = False
        out.append('"')
        return "".join(out)

    def flow_map(self, pairs: list[tuple[str, str]], *, column: int, indent: int) -> str:
        """Return ``{key: value, …}``, folded after a comma where this version does so.

        Args:
            pairs: Keys and values, already written as scalars.
            column: 0-based column of the opening brace.
            indent: Column at which a continuation line starts.
        """
        out = ["{"]
        column += 1
        for index, (key, value) in enumerate(pairs):
            if index:
                out.append(",")
                column += 1
                if column > _BEST_WIDTH and not self.one_line_maps:
                    out.append("\n" + " " * indent)
                    column = indent
                else:
                    out.append(" ")
                    column += 1
            piece = f"{key}: {value}"
            out.append(piece)
            column += len(piece)
        out.append("}")
        return "".join(out)


def _fixed(text: str, exponent: int) -> str:
    """Write ``d.ddde-NN`` without its exponent, keeping exactly its digits."""
    mantissa = text[: text.index("e")]
    sign = "-" if mantissa.startswith("-") else ""
    digits = mantissa.lstrip("-").replace(".", "")
    return f"{sign}0.{'0' * (exponent - 1)}{digits}"
