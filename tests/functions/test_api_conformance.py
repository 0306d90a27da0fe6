"""Every operation conforms to the OpenAPI document for generated requests: statuses, types, schemas, headers."""

from typing import Any
from zlib import crc32

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from tests.builders import ACCOUNT, COMPANY
from tests.fakes import World
from tests.functions.application import application
from tests.functions.belongings import Belongings, belongings_of
from tests.openapi_checks import CHECKS

pytestmark = pytest.mark.slow

schema = schemathesis.openapi.from_wsgi("/openapi.json", application)


@pytest.fixture
def belongings(world: World) -> Belongings:
    return belongings_of(world, COMPANY, ACCOUNT)


@schema.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
def test_operation_conforms_to_openapi(case: Any, belongings: Belongings) -> None:
    if crc32(repr(case).encode()) % 4:  # most of what is asked for is there; the rest is whatever comes to mind
        case.path_parameters |= belongings.ids_for(case.path_parameters)

    case.call_and_validate(checks=CHECKS)
