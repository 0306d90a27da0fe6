"""Checks of every response to a generated request, and sample files for such requests."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
_STARTS = (b"%PDF-1.7", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\0\0\0\0WEBP")
_FILES = [*_STARTS, *(start + b" bill" for start in _STARTS), b"", b"no file"]

schemathesis.openapi.media_type("application/octet-stream", st.sampled_from(_FILES))
