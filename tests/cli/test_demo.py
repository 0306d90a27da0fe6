"""Demo: records of samples, and its verdict."""

from pathlib import Path
from typing import Any

from billhook.cli.demo import Shown, _verdict
from billhook.local.receiver import Received
from billhook.local.samples import Sample


def shown(state: str = "PARSED", *, expected: str = "PARSED", duplicate_of: str | None = None) -> Shown:
    status, _, reason = state.partition(":")
    document: dict[str, Any] = {
        "id": "doc",
        "status": status,
        "statusReason": reason or None,
        "duplicateOf": duplicate_of,
        "totalCharges": "1.00",
        "chargesUnits": "USD",
        "dueDate": None,
        "evidence": {"totalCharges": {"confidence": 0.97}, "billDate": {"confidence": 0.8}},
        "checks": [{"holds": True}, {"holds": False}],
    }
    return Shown(Sample("a.pdf", Path("a.pdf"), expected), 0, "job", document)


def received(kind: str, subject: str, *, verified: bool = True) -> Received:
    return Received("POST", "/", {}, b"", {"type": kind, "id": subject}, verified, 0.0)


def test_demo_record_has_least_confidence_and_webhooks() -> None:
    webhooks = [
        received("document.created.v2", "doc"),
        received("job.completed.v2", "job"),
        received("job.completed.v2", "another"),
        received("document.updated.v2", "doc", verified=False),
    ]

    record = shown().record(webhooks)

    assert (record["confidence"], record["checks"]) == ("80% billDate", "1/2 hold")
    assert record["webhooks"] == ["document.created.v2", "job.completed.v2"]


def test_demo_duplicate_expects_webhooks_of_its_job_only() -> None:
    assert shown(duplicate_of="first").subjects == {"job"}
    assert shown().subjects == {"job", "doc"}


def test_demo_verdict_of_expected_states_is_success() -> None:
    assert _verdict([shown("REJECTED:corrupt", expected="REJECTED:corrupt")], is_complete=True, forged=0)


def test_demo_verdict_of_any_failure_is_failure() -> None:
    assert not _verdict([shown("NEEDS_REVIEW")], is_complete=True, forged=0)
    assert not _verdict([shown("REJECTED:corrupt", expected="REJECTED:unsafe")], is_complete=True, forged=0)
    assert not _verdict([shown()], is_complete=False, forged=0)
    assert not _verdict([shown()], is_complete=True, forged=1)
