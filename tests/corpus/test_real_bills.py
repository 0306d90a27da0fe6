"""The manifest of real bills: complete, split by issuer, and without personal numbers."""

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

REAL = Path(__file__).parent / "real"
MANIFEST: list[dict[str, Any]] = json.loads((REAL / "manifest.json").read_text(encoding="utf-8"))


def record_of(entry: dict[str, Any]) -> dict[str, Any]:
    path = REAL / entry["split"] / f"{Path(entry['file']).stem}.json"
    record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return record


@pytest.mark.parametrize("entry", MANIFEST, ids=lambda entry: Path(entry["file"]).stem)
def test_real_bill_has_source_and_truth(entry: dict[str, Any]) -> None:
    record = record_of(entry)

    assert record["file"] == entry["file"]
    assert record["is_utility_bill"] == (entry["kind"] == "bill")
    assert len(entry["sha256"]) == 64
    assert len(entry["commit"]) == 40


def test_real_bills_have_no_truth_without_source() -> None:
    truths = {path.stem for split in ("learn", "unseen") for path in (REAL / split).glob("*.json")}

    assert truths == {Path(entry["file"]).stem for entry in MANIFEST}


def test_real_bills_are_split_by_issuer() -> None:
    splits = defaultdict(set)
    for entry in MANIFEST:
        if entry["kind"] == "bill":
            splits[entry["issuer"]].add(entry["split"])

    assert {issuer for issuer, names in splits.items() if len(names) > 1} == set()


def test_real_bills_keep_numbers_as_digests() -> None:
    codes = [
        code
        for record in map(record_of, MANIFEST)
        for bill in (record, *(record.get("documents") or ()))
        for code in (bill.get("account_number"), bill.get("invoice_number"), *(bill.get("meter_numbers") or ()))
        if code
    ]

    assert codes
    assert [code for code in codes if not code.startswith("sha256:")] == []
