"""XML files that are attached to a PDF. Runs in the child.

pdfium lists those of a names tree of any depth. What only ``/AF`` or an annotation names is found by the type of its
stream, which stands unpacked in every PDF that is not encrypted.
"""

import re
import zlib
from collections.abc import Iterator
from ctypes import byref, c_ulong, create_string_buffer
from typing import Any

from billhook.adapters.sandbox import pdfium
from billhook.adapters.sandbox.read_error import ReadError
from billhook.adapters.sandbox.xml_file import Tree, tree_of

MOST_ATTACHMENTS = 100
MOST_BYTES = 20 * 1024 * 1024
"""Of one attachment; a longer one is left out."""

MOST_FILES = 8
_LONGEST_DICTIONARY = 2_000
_TYPE = re.compile(rb"/Type\s*/EmbeddedFile\b")
_STREAM = re.compile(rb"stream\r?\n")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe<|\xfe\xff\0<")


def attached_xml(document: Any, content: bytes, most_elements: int) -> list[Tree]:
    """The trees of the attached XML files, each content once; one that cannot be read is left out."""
    trees: dict[bytes, Tree] = {}
    for attachment in _attachments(document, content):
        if attachment in trees or not _XML.match(attachment):
            continue
        try:
            trees[attachment] = tree_of(attachment, most_elements)
        except ReadError:
            continue
        most_elements -= _size(trees[attachment])
        if len(trees) == MOST_FILES or most_elements <= 0:
            break
    return list(trees.values())


def _attachments(document: Any, content: bytes) -> Iterator[bytes]:
    count = pdfium.FPDFDoc_GetAttachmentCount(document)
    for number in range(min(count, MOST_ATTACHMENTS)):
        attachment = _listed(document, number)
        if attachment is not None:
            yield attachment
    yield from _typed_streams(content)


def _listed(document: Any, number: int) -> bytes | None:
    attachment = pdfium.FPDFDoc_GetAttachment(document, number)
    size = c_ulong()
    if not attachment or not pdfium.FPDFAttachment_GetFile(attachment, None, 0, byref(size)):
        return None
    if not 0 < size.value <= MOST_BYTES:
        return None
    buffer = create_string_buffer(size.value)
    is_read = pdfium.FPDFAttachment_GetFile(attachment, buffer, size.value, byref(size))
    return buffer.raw[: size.value] if is_read else None


def _typed_streams(content: bytes) -> Iterator[bytes]:
    """The embedded files of a PDF by the type of their streams, the last ones of the file first."""
    for match in list(_TYPE.finditer(content))[-MOST_ATTACHMENTS:]:
        begin = max(content.rfind(b" obj", 0, match.start()), match.start() - _LONGEST_DICTIONARY)
        stream = _STREAM.search(content, match.end(), match.end() + _LONGEST_DICTIONARY)
        if begin < 0 or stream is None:
            continue
        dictionary = content[begin : stream.start()]
        if b"/FlateDecode" in dictionary or b"/Fl " in dictionary:
            yield from _inflated(content, stream.end())
        elif b"/Filter" not in dictionary:
            end = content.find(b"endstream", stream.end())
            yield content[stream.end() : end].rstrip(b"\r\n")


def _inflated(content: bytes, at: int) -> Iterator[bytes]:
    inflater = zlib.decompressobj()
    try:
        inflated = inflater.decompress(memoryview(content)[at : at + MOST_BYTES], MOST_BYTES)
    except zlib.error:
        return
    if inflater.eof:
        yield inflated


def _size(tree: Tree) -> int:
    return 1 + sum(map(_size, tree[3]))
