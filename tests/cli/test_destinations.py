"""Destinations, deliveries and events by hand: what is asked of the API, and how it ends."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from typer.testing import Result

from billhook.cli.commands.destinations import moment
from billhook.cli.faults import CliError, Exit
from tests.cli.conftest import StandInApi

pytestmark = pytest.mark.enable_socket
Run = Callable[..., Result]
BUS = "arn:aws:events:eu-west-1:111122223333:event-bus/bills"


def a_delivery(**fields: Any) -> dict[str, Any]:
    defaults = {"id": "v1", "eventType": "document.created.v2", "status": "DELIVERED", "attemptCount": 1}
    last: dict[str, Any] = {"lastStatusCode": 200, "lastError": None, "updated": "t", "attempts": []}
    return defaults | last | fields


def a_recovery(**fields: Any) -> dict[str, Any]:
    return {"id": "r", "destinationId": "d", "since": "s", "step": "DELIVERIES", "recovered": 0} | fields


def an_attempt(**fields: Any) -> dict[str, Any]:
    return {"trigger": "MANUAL", "at": "t", "statusCode": 200, "error": None, "durationMs": 7} | fields


def test_destinations_create_sends_options(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/destination/company/co-1", (201, {"id": "d", "url": "https://x.example", "secret": "whsec_1"}))

    billhook(
        "destinations", "create", "https://x.example", "--format", "thin", "--rate", "5",
        "--filter", "status=PARSED", "--filter", "status=NEEDS_REVIEW", "--filter", "isFlagged=false",
    )  # fmt: skip

    assert json.loads(known.requests[0].body) == {
        "type": "webhook",
        "url": "https://x.example",
        "format": "thin",
        "filter": {"status": ["PARSED", "NEEDS_REVIEW"], "isFlagged": [False]},
        "ratePerSecond": 5,
    }


def test_destinations_update_sends_given_options_only(known: StandInApi, billhook: Run) -> None:
    known.on("PATCH /v2.2/destination/d", (200, {"id": "d", "type": "webhook", "status": "ACTIVE"}))

    done = billhook("destinations", "update", "d", "--enable", "--rate", "0")

    assert json.loads(known.requests[0].body) == {"enabled": True, "ratePerSecond": None}
    assert done.stdout == "d\twebhook\t-\t-\t-\t-\tACTIVE\n"


def test_destinations_create_bus_shows_how_to_verify(known: StandInApi, billhook: Run) -> None:
    waits = {"id": "d", "busArn": BUS, "status": "PENDING_VERIFICATION"}
    known.on("POST /v2.2/destination/company/co-1", (201, waits))

    done = billhook("destinations", "create", "--bus-arn", BUS, "--format", "cloudevents")

    assert json.loads(known.requests[0].body) == {"type": "eventbridge", "busArn": BUS, "format": "cloudevents"}
    assert done.stdout == f"d\t{BUS}\tPENDING_VERIFICATION\n"
    assert "billhook destinations verify d TOKEN" in done.stderr


@pytest.mark.parametrize("named", [(), ("https://x.example", "--bus-arn", BUS)], ids=["nothing", "both"])
def test_destinations_create_needs_url_or_bus(known: StandInApi, billhook: Run, named: tuple[str, ...]) -> None:
    done = billhook("destinations", "create", *named)

    assert isinstance(done.exception, CliError)
    assert known.requests == []


def test_destinations_trust_shows_role_and_source(known: StandInApi, billhook: Run) -> None:
    trust = {"company": "co-1", "dispatcherRoleArn": "arn:role", "source": "billhook.co-1"}
    known.on("GET /v2.2/trust/company/co-1", (200, trust))

    assert billhook("destinations", "trust").stdout == "arn:role\tbillhook.co-1\n"


def test_destinations_verify_sends_the_token(known: StandInApi, billhook: Run) -> None:
    active = {"id": "d", "type": "eventbridge", "busArn": BUS, "status": "ACTIVE"}
    known.on("POST /v2.2/destination/d/verify", (200, active))

    done = billhook("destinations", "verify", "d", "secret token")

    assert json.loads(known.requests[0].body) == {"token": "secret token"}
    assert done.stdout.split("\t")[-1] == "ACTIVE\n"


@pytest.mark.parametrize(
    ("tried", "code"),
    [
        ({"status": "DELIVERED"}, Exit.FINE),
        ({"status": "PENDING", "attemptCount": 1, "lastError": "access_denied"}, Exit.SOME_FAILED),
    ],
)
def test_destinations_challenge_waits_for_first_attempt(
    known: StandInApi, billhook: Run, tried: dict[str, Any], code: Exit
) -> None:
    sent = a_delivery(status="PENDING", attemptCount=0)
    known.on("POST /v2.2/destination/d/challenge", (202, sent))
    known.on("GET /v2.2/delivery/v1", (200, sent), (200, a_delivery(**tried)))

    done = billhook("destinations", "challenge", "d")

    assert (done.exit_code, done.stdout.split("\t")[2]) == (code, tried["status"])


def test_destinations_update_without_options_is_refused(known: StandInApi, billhook: Run) -> None:
    done = billhook("destinations", "update", "d")

    assert isinstance(done.exception, CliError)
    assert known.requests == []


def test_destinations_rotate_secret_shows_it(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/destination/d/rotate-secret", (200, {"id": "d", "url": "https://x", "secret": "whsec_2"}))

    done = billhook("destinations", "rotate-secret", "d", "--overlap-hours", "1")

    assert (json.loads(known.requests[0].body), done.stdout) == ({"overlapHours": 1}, "d\thttps://x\twhsec_2\n")


@pytest.mark.parametrize(("status", "code"), [("DELIVERED", Exit.FINE), ("EXHAUSTED", Exit.SOME_FAILED)])
def test_destinations_test_waits_for_the_response(known: StandInApi, billhook: Run, status: str, code: Exit) -> None:
    known.on("POST /v2.2/destination/d/test", (202, a_delivery(status="PENDING")))
    known.on("GET /v2.2/delivery/v1", (200, a_delivery(status="PENDING")), (200, a_delivery(status=status)))

    done = billhook("destinations", "test", "d", "--event", "document.rejected.v2")

    assert json.loads(known.requests[0].body) == {"eventType": "document.rejected.v2"}
    assert (done.exit_code, done.stdout.split("\t")[2]) == (code, status)


def test_destinations_recover_accepts_an_age(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/destination/d/recover", (202, a_recovery()))

    done = billhook("destinations", "recover", "d", "--since", "12h")

    assert datetime.fromisoformat(json.loads(known.requests[0].body)["since"]).tzinfo is not None
    assert done.stdout == "r\td\ts\tDELIVERIES\t0\n"


def test_destinations_recover_wait_shows_progress(known: StandInApi, billhook: Run) -> None:
    further, done = a_recovery(step="EVENTS", recovered=7), a_recovery(step="DONE", recovered=9)
    known.on("POST /v2.2/destination/d/recover", (202, a_recovery()))
    known.on("GET /v2.2/destination/d/recovery/r", (200, a_recovery()), (200, further), (200, further), (200, done))

    waited = billhook("destinations", "recover", "d", "--since", "12h", "--wait")
    later = billhook("destinations", "recovery", "d", "r")

    assert waited.stderr.splitlines() == ["DELIVERIES 0", "EVENTS 7", "DONE 9"]
    assert waited.stdout == later.stdout == "r\td\ts\tDONE\t9\n"


def test_destinations_recover_timeout_is_exit_code_5(known: StandInApi, billhook: Run) -> None:
    known.on("POST /v2.2/destination/d/recover", (202, a_recovery()))
    known.on("GET /v2.2/destination/d/recovery/r", (200, a_recovery()))

    done = billhook("destinations", "recover", "d", "--since", "12h", "--wait", "--timeout", "0")

    assert isinstance(done.exception, CliError)
    assert (done.exception.code, "recovery d r" in done.exception.advice) == (Exit.TIMED_OUT, True)


@pytest.mark.parametrize(
    ("text", "time"),
    [("90m", "2026-11-20T10:30:00+00:00"), ("3d", "2026-11-17T12:00:00+00:00"), ("2026-11-19T00:00:00Z",) * 2],
)
def test_moment_of_an_age_is_before_now(text: str, time: str) -> None:
    assert moment(text, datetime(2026, 11, 20, 12, tzinfo=UTC)) == time


@pytest.mark.parametrize(("made", "code"), [(200, Exit.FINE), (500, Exit.SOME_FAILED)])
def test_deliveries_resend_waits_for_its_attempt(known: StandInApi, billhook: Run, made: int, code: Exit) -> None:
    before = a_delivery(status="PENDING", attempts=[an_attempt(trigger="AUTOMATIC", statusCode=500)])
    after = a_delivery(attempts=[*before["attempts"], an_attempt(statusCode=made)])
    known.on("GET /v2.2/delivery/v1", (200, before), (200, before), (200, after))
    known.on("POST /v2.2/delivery/v1/resend", (202, before))

    done = billhook("deliveries", "resend", "v1")

    assert (done.exit_code, done.stdout) == (code, f"MANUAL\tt\t{made}\t-\t7\n")


def test_deliveries_and_events_are_listed(known: StandInApi, billhook: Run) -> None:
    event = {"id": "e", "type": "job.completed.v2", "subjectId": "j", "version": 1, "occurred": "o", "published": "p"}
    known.on("GET /v2.2/delivery/destination/d?limit=20", (200, {"results": [a_delivery()], "nextCursor": None}))
    known.on("GET /v2.2/event/company/co-1?limit=20", (200, {"results": [event], "nextCursor": None}))

    exhausted = {"results": [a_delivery(status="EXHAUSTED")], "nextCursor": None}
    known.on("GET /v2.2/delivery/destination/d?limit=20&status=PENDING%2CEXHAUSTED", (200, exhausted))

    given_up = billhook("deliveries", "list", "d", "--status", "PENDING", "--status", "EXHAUSTED")

    assert given_up.stdout.split("\t")[2] == "EXHAUSTED"
    assert billhook("deliveries", "list", "d").stdout == "v1\tdocument.created.v2\tDELIVERED\t1\t200\t-\tt\n"
    assert billhook("events").stdout == "e\tjob.completed.v2\tj\t1\to\tp\n"


def test_trigger_sends_to_all_enabled_destinations(known: StandInApi, billhook: Run) -> None:
    found = [{"id": "d1", "enabled": True}, {"id": "d2", "enabled": False}]
    known.on("GET /v2.2/destination/company/co-1?limit=100", (200, {"results": found, "nextCursor": None}))
    known.on("POST /v2.2/destination/d1/test", (202, a_delivery(status="PENDING")))
    known.on("GET /v2.2/delivery/v1", (200, a_delivery()))

    done = billhook("trigger", "job.completed.v2")

    assert done.exit_code == Exit.FINE
    assert [request.path for request in known.requests if request.method == "POST"] == ["/v2.2/destination/d1/test"]


def test_trigger_without_destination_shows_advice(known: StandInApi, billhook: Run) -> None:
    known.on("GET /v2.2/destination/company/co-1?limit=100", (200, {"results": [], "nextCursor": None}))

    done = billhook("trigger", "job.completed.v2")

    assert isinstance(done.exception, CliError)
    assert "listen --create" in done.exception.advice
