"""CMS signatures around a file, unsigned in truth: only their structure is read."""

OID = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
DATA_OID = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"


def ber(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def signed(octets: bytes) -> bytes:
    """CMS signed data around ``octets``, an encoded octet string."""
    version, digests = ber(0x02, b"\x01"), ber(0x31)
    content = ber(0x30, DATA_OID, ber(0xA0, octets))
    return ber(0x30, OID, ber(0xA0, ber(0x30, version, digests, content)))
