"""Zip archives that a customer uploads."""

import io
import zipfile


def zipped(*files: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return target.getvalue()


def with_broken_entry(*files: tuple[str, bytes]) -> bytes:
    """The zip with one byte of its first file inverted."""
    content = bytearray(zipped(*files))
    content[60 + len(files[0][0])] ^= 0xFF
    return bytes(content)
