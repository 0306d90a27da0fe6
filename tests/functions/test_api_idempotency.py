"""Requests that are sent twice, and requests that are too many."""

from datetime import timedelta
from typing import Any

import pytest

from billhook.domain.errors import Throttled, Unavailable
from billhook.domain.ids import CompanyId
from billhook.usecases.access.idempotency import KEPT, MAX_KEPT, RETRY_AFTER_SECONDS
from tests.builders import COMPANY, a_company, a_key, a_principal, an_id
from tests.fakes import World
from tests.functions.calling import BOUNDARY, Answer, Caller, a_limited_key, form_body

JOBS = f"/v2.2/job/company/{COMPANY}"
LEASE = timedelta(seconds=39)


def post(caller: Caller, key: str, body: bytes = b'{"name":"Acme"}', path: str = "/v2.2/company") -> Answer:
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    return caller.send("POST", path, body=body, headers=headers)


def hand_in(caller: Caller, key: str, *files: tuple[str, bytes], boundary: str = BOUNDARY, **fields: str) -> Answer:
    headers = {"idempotency-key": key, "Content-Type": f"multipart/form-data; boundary={boundary}"}
    return caller.send("POST", JOBS, body=form_body(*files, boundary=boundary, **fields), headers=headers)


def test_repeated_key_returns_the_first_response(caller: Caller, world: World) -> None:
    first, again = post(caller, "k"), post(caller, "k")

    assert first.status == again.status == 201
    assert again.text == first.text
    assert len(world.memory.companies) == 2
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    excluded = {"Idempotency-Replayed", "X-Request-Id"}
    assert {name: again.headers[name] for name in again.headers if name not in excluded} == {
        name: first.headers[name] for name in first.headers if name not in excluded
    }


def test_request_without_key_is_executed_each_time(caller: Caller, world: World) -> None:
    for _ in range(2):
        caller.post("/v2.2/company", {"name": "Acme"})

    assert len(world.memory.companies) == 3
    assert world.idempotency_records.records == {}


def test_equal_json_is_the_same_request(caller: Caller, world: World) -> None:
    first = post(caller, "k", b'{"name":"Acme","externalId":"7"}')

    again = post(caller, "k", b'{ "externalId": "7",  "name": "Acme" }')

    assert again.text == first.text


def test_key_with_another_body_is_refused(caller: Caller, world: World) -> None:
    post(caller, "k")

    answer = post(caller, "k", b'{"name":"Acme Farms"}')

    assert (answer.status, answer.code) == (422, "idempotency-key-reused")
    assert len(world.memory.companies) == 2


def test_form_fingerprint_ignores_the_boundary(caller: Caller, world: World) -> None:
    bill = ("bill.pdf", b"%PDF-1.7 one")

    first = hand_in(caller, "k", bill, notes="x")
    again = hand_in(caller, "k", bill, notes="x", boundary="another")

    assert again.text == first.text
    assert len(world.memory.jobs) == 1


@pytest.mark.parametrize(
    ("files", "fields"),
    [
        ([("bill.pdf", b"%PDF-1.7 two")], {}),
        ([("invoice.pdf", b"%PDF-1.7 one")], {}),
        ([("bill.pdf", b"%PDF-1.7 one"), ("bill.pdf", b"%PDF-1.7 one")], {}),
        ([("bill.pdf", b"%PDF-1.7 one")], {"notes": "x"}),
    ],
)
def test_key_with_another_form_is_refused(
    caller: Caller, world: World, files: list[tuple[str, bytes]], fields: dict[str, str]
) -> None:
    hand_in(caller, "k", ("bill.pdf", b"%PDF-1.7 one"))

    answer = hand_in(caller, "k", *files, **fields)

    assert answer.code == "idempotency-key-reused"
    assert len(world.memory.jobs) == 1


def test_raw_uploads_without_key_are_two_bills(caller: Caller, world: World) -> None:
    """An absent key is no key: with some libraries two requests without one are the same request."""
    for content in (b"%PDF-1.7 one", b"%PDF-1.7 two"):
        caller.post_form(JOBS, form_body(("bill.pdf", content)))

    assert len(world.memory.documents) == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "Schl\u00fcssel", "a\nb"])
def test_invalid_idempotency_key_is_refused(caller: Caller, world: World, key: str) -> None:
    answer = post(caller, key)

    assert answer.status == 422
    assert answer.json["errors"][0]["pointer"] == "Idempotency-Key"
    assert len(world.memory.companies) == 1


def test_keys_are_separate_per_company_and_route(caller: Caller, world: World) -> None:
    world.companies.add(a_company(id=CompanyId(an_id())))
    other = list(world.memory.companies)[-1]

    answers = [
        post(caller, "k", path=f"/v2.2/site/company/{COMPANY}"),
        post(caller, "k", path=f"/v2.2/site/company/{other}"),
        post(caller, "k"),
    ]

    assert [answer.status for answer in answers] == [201, 201, 201]
    assert [answer.json.get("company") for answer in answers] == [COMPANY, other, None]


def test_keys_are_separate_per_account(caller: Caller, world: World) -> None:
    stranger = Caller(world, a_principal(account_id="somebody else", key_id=an_id()))

    mine, theirs = post(caller, "k"), post(stranger, "k")

    assert mine.json["id"] != theirs.json["id"]
    assert "Idempotency-Replayed" not in theirs.headers


def test_limited_api_key_cannot_replay_other_responses(caller: Caller, world: World) -> None:
    limited = caller.as_key(a_limited_key(world, an_id()))
    path = f"/v2.2/site/company/{COMPANY}"

    assert post(caller, "k", path=path).status == 201
    assert post(limited, "k", path=path).status == 404


def test_rotated_api_key_replays_earlier_responses(caller: Caller, world: World) -> None:
    old = a_key(id=an_id(), companies=(COMPANY,))
    new = a_key(id=an_id(), companies=(COMPANY,))
    for key in (old, new):
        world.accounts.add_key(key)
    path = f"/v2.2/site/company/{COMPANY}"

    first = post(caller.as_key(old), "k", path=path)

    assert post(caller.as_key(new), "k", path=path).text == first.text


def test_failed_request_can_be_corrected_with_its_key(caller: Caller) -> None:
    refused = post(caller, "k", b'{"name":""}')
    corrected = post(caller, "k")

    assert (refused.status, corrected.status) == (422, 201)


def test_server_error_releases_the_key(caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def throttled(_: Any) -> None:
        raise Throttled

    with monkeypatch.context() as trouble:
        trouble.setattr(world.companies, "add", throttled)
        answer = post(caller, "k")
        assert (answer.status, answer.headers["Retry-After"]) == (503, "2")

    assert post(caller, "k").status == 201


def test_repeat_during_execution_is_409_with_retry_after(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    add, answers = world.companies.add, []

    def meanwhile(company: Any) -> None:
        answers.append(post(caller, "k"))
        add(company)

    monkeypatch.setattr(world.companies, "add", meanwhile)

    first = post(caller, "k")

    assert first.status == 201
    assert [(answer.status, answer.code) for answer in answers] == [(409, "idempotency-in-progress")]
    assert answers[0].headers["Retry-After"] == str(RETRY_AFTER_SECONDS)


def test_crashed_request_holds_its_key_for_one_lease(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(_: Any) -> None:
        raise Killed

    with monkeypatch.context() as death:
        death.setattr(world.companies, "add", killed)
        with pytest.raises(Killed):
            post(caller, "k")

    assert post(caller, "k").status == 409
    world.clock.advance(LEASE)
    assert post(caller, "k").status == 201


def test_response_is_sent_when_it_cannot_be_stored(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: Any, **__: Any) -> None:
        raise Unavailable

    monkeypatch.setattr(world.idempotency_records, "complete", unavailable)

    assert post(caller, "k").status == 201


def test_key_expires_after_a_day(caller: Caller, world: World) -> None:
    first = post(caller, "k")

    world.clock.advance(KEPT)

    assert post(caller, "k").json["id"] != first.json["id"]


def test_response_too_long_to_store_is_not_repeated(
    caller: Caller, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(world.cipher, "encrypt", lambda *_, **__: "x" * (MAX_KEPT + 1))

    first, again = post(caller, "k"), post(caller, "k")

    assert (first.status, again.status) == (201, 409)
    assert len(world.memory.companies) == 2


def test_stored_response_is_encrypted_with_the_api_key(caller: Caller, world: World) -> None:
    secret = caller.send(
        "POST",
        f"/v2.2/destination/company/{COMPANY}",
        body=b'{"url":"https://hooks.example.org/bills"}',
        headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
    ).json["secret"]

    (record,) = world.idempotency_records.records.values()
    assert secret not in repr(record)
    assert record.known.response is not None
    with pytest.raises(ValueError, match="another key"):
        world.cipher.decrypt(record.known.response, key=b"k")


def test_read_ignores_the_idempotency_key(caller: Caller, world: World) -> None:
    caller.send("GET", "/v2.2/company", headers={"Idempotency-Key": "k"})

    assert world.idempotency_records.records == {}
