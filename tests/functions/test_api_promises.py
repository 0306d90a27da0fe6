"""Every operation keeps what the OpenAPI document promises, whatever it is sent: statuses, types, schemas, headers."""

from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.builders import ACCOUNT, COMPANY
from tests.fakes import World
from tests.functions.belongings import Belongings, belongings_of
from tests.functions.promises import application

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
]
for kind, start in {"pdf": b"%PDF-1.7", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n", "gif": b"GIF89a"}.items():
    family = "application" if kind == "pdf" else "image"
    schemathesis.openapi.media_type(f"{family}/{kind}", st.sampled_from([start, start + b" bill", b"", b"no file"]))
schemathesis.openapi.media_type("image/webp", st.just(b"RIFF\0\0\0\0WEBP"))

schema = schemathesis.openapi.from_wsgi("/openapi.json", application)


@pytest.fixture
def own(world: World) -> Belongings:
    return belongings_of(world, COMPANY, ACCOUNT)


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_an_operation_answers_as_it_promises(case: Any, own: Belongings) -> None:
    if crc32(repr(case).encode()) % 4:  # most of what is asked for is there; the rest is whatever comes to mind
        case.path_parameters |= own.ids_for(case.path_parameters)

    case.call_and_validate(checks=CHECKS)
