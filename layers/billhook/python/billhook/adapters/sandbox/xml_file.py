"""XML files and signed XML: parsing without document types, entities and network, within limits. Runs in the child."""

import binascii
import re
from base64 import b64decode
from typing import Any
from xml.parsers import expat

from billhook.adapters.sandbox.read_error import ReadError

MOST_DEPTH = 60
LONGEST_TEXT = 4_000
"""Characters. A longer text is left out: it is an attachment in base64."""

MOST_TEXT = 4_000_000
"""Characters of all texts and attributes together."""

_SEPARATOR = " "
_PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----(.*?)-----END", re.DOTALL)
_OCTETS, _OCTETS_OF_PARTS = 0x04, 0x24
_DEEPEST_SIGNATURE = 12

Tree = list[Any]
"""An element: ``[name, text, attributes, [child, ...]]``, names without namespaces."""


class XmlFile:
    """A file that is XML, or XML in a CMS signature."""

    def __init__(self, content: bytes, kind: str, limits: Any) -> None:
        if kind == "application/pkcs7-mime":
            content = signed_content(content)
        self._tree = tree_of(content, limits.xml_elements)

    def layer(self) -> dict[str, Any]:
        """As ``Pdf.layer``: an XML file has no pages."""
        return {"pages": [], "unread": []}

    def codes(self) -> list[Any]:
        """As ``Pdf.codes``."""
        return []

    def xml_files(self) -> list[Tree]:
        """The tree of the file."""
        return [self._tree]


class _Builder:
    """Builds the tree of one file. Raises ReadError at the first thing that no e-invoice has."""

    def __init__(self, most_elements: int) -> None:
        self._elements_left = most_elements
        self._text_left = MOST_TEXT
        self._open: list[Tree] = [["", "", {}, []]]
        self._pieces: list[str] = []
        self._length = 0

    @property
    def root(self) -> Tree:
        """The root element. Raises IndexError for a file without one."""
        root: Tree = self._open[0][3][0]
        return root

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._keep_text()
        self._elements_left -= 1
        if self._elements_left < 0 or len(self._open) > MOST_DEPTH:
            raise ReadError("unsafe", "The XML has too many elements, or is nested too deeply.")
        kept = {_local(key): value for key, value in attributes.items() if len(value) <= LONGEST_TEXT}
        self._count(sum(map(len, kept.values())) + len(name))
        element: Tree = [_local(name), "", kept, []]
        self._open[-1][3].append(element)
        self._open.append(element)

    def end(self, _: str) -> None:
        self._keep_text()
        self._open.pop()

    def text(self, text: str) -> None:
        self._length += len(text)
        if self._length <= LONGEST_TEXT:
            self._pieces.append(text)

    def refuse(self, *_: Any) -> None:
        raise ReadError("unsafe", "The XML declares a document type or entities, which no e-invoice does.")

    def _keep_text(self) -> None:
        text = "".join(self._pieces).strip() if self._length <= LONGEST_TEXT else ""
        if text and not self._open[-1][1]:
            self._count(len(text))
            self._open[-1][1] = text
        self._pieces, self._length = [], 0

    def _count(self, characters: int) -> None:
        self._text_left -= characters
        if self._text_left < 0:
            raise ReadError("unsafe", f"The XML holds more than {MOST_TEXT} characters of text.")


def tree_of(content: bytes, most_elements: int) -> Tree:
    """The tree of an XML file. Raises ReadError: corrupt, or unsafe for a document type, entities, or too much."""
    builder = _Builder(most_elements)
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.refuse
    parser.EntityDeclHandler = builder.refuse
    try:
        parser.Parse(content.lstrip(), True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise ReadError("corrupt", f"The XML is damaged ({type(error).__name__}).") from None
    return builder.root


def _local(name: str) -> str:
    return name.rpartition(_SEPARATOR)[2]


def signed_content(content: bytes) -> bytes:
    """The content of a CMS signature (DER or BER, also in base64). Raises ReadError corrupt; verifies nothing."""
    pem = _PEM.search(content)
    if pem or not content.startswith(b"\x30"):
        try:
            content = b64decode(b"".join((pem[1] if pem else content).split()), validate=True)
        except (binascii.Error, ValueError):
            raise ReadError("corrupt", "The signed file is neither DER nor base64.") from None
    try:
        found = _first_octets(content, 0, len(content), _DEEPEST_SIGNATURE)
    except IndexError:
        found = None
    if not found or not found[0]:
        raise ReadError("corrupt", "The signed file has no content.")
    return found[0]


def _first_octets(content: bytes, at: int, end: int, depth: int) -> tuple[bytes, int] | None:
    """The first octet string between ``at`` and ``end``, its parts joined, and where it ends."""
    while at < end and depth:
        tag, start, length = _header(content, at)
        if (tag, length) == (0, 0):
            return None
        stop = end if length is None else min(end, start + length)
        if tag == _OCTETS:
            return content[start:stop], stop
        if tag == _OCTETS_OF_PARTS:
            return _joined(content, start, stop)
        if tag & 0x20 and (found := _first_octets(content, start, stop, depth - 1)):
            return found
        at = stop
    return None


def _joined(content: bytes, at: int, end: int) -> tuple[bytes, int]:
    """The parts of an octet string in parts."""
    parts = []
    while at < end:
        tag, start, length = _header(content, at)
        if tag != _OCTETS or length is None:
            break
        parts.append(content[start : start + length])
        at = start + length
    return b"".join(parts), at


def _header(content: bytes, at: int) -> tuple[int, int, int | None]:
    """Tag, start and length of a value; the length is None if it ends with a mark. Raises IndexError past the end."""
    tag, first = content[at], content[at + 1]
    if first == 0x80:
        return tag, at + 2, None
    if first < 0x80:
        return tag, at + 2, first
    size = first & 0x7F
    return tag, at + 2 + size, int.from_bytes(content[at + 2 : at + 2 + size], "big")
