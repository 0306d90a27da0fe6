"""PAY by square: codes that bysquare 4.0.1 made, in all versions, and damaged ones."""

import pytest

from billhook.extraction.machine_readable.pay_by_square import parse
from billhook.extraction.machine_readable.witnesses import values_of
from tests.extraction.machine_readable.codes import qr

BODY = (
    "60005Q383QB7H8A6F2CFENSHHEP712SV6L2V7NV593VDQUDM9OEN2O9ONQPI45VDORJF6564P12IJSK680VSETNU0DN1CB63COGD"
    "KQD1OT1K47CC8FS0359IR2VD43JKD79P1ELD3VNMAUN00"
)
"""The invented payment of 45.50 euros to Vodarne Invent; the versions differ in the header only."""

OTHERS = {
    "name with accents": (
        "0806A0004GM17R5J2NT7HLVJJOQP2QPA91NL437F1RUGLK77GMN9HH733FEP06OI64CDG6IMQBRL3B75OS7178F8LPK4IRQQCSOD"
        "A0IPEMJQ8H6G1OU1E02PU61RDNV2KEJFRD14INBSFO5QFVUKQUQ0"
    ),
    "no amount": (
        "0804Q00018KL0FHUM204ALOFHKPOOTL0PKVU1SU483D4LLP20F73266IAPITG2UETDO2M3JRGEL0LN5778PL446UQKKA7MSTAMBK"
        "2KFQBM0EN6VVTE16000"
    ),
    "standing order": (
        "0807C000ECV0E2RSM2028J7IC86R9MS38P9BQRQ2O7EPP36TM3FDRL8ID4E3TB4M1FJ0JSCJ3HSQHK3AN1GI6ED9CMAKR6RIIAEU"
        "KO2ENPBHQM7CPHGPM09S0GP9PC09V1B3F1KD876AECOPKM92LFN302L4O5JVV8EQ500"
    ),
    "two accounts": (
        "0808A00054R860428KNBKIAUE6AO15LIQP6SLK3APGVV177K9RPBD377U6JK5R9US18MOOEBPQNASJ9MVFH7DFIAN2UGLF1471SJ"
        "BAIBBR92KNCNJD974U593ME4FHDS0Q47BDSKHVA4S85GU507I9FTGJLGU8QOVI2DCPL78RORGBTJSSRQ1VT3VUG00"
    ),
    "two payments": (
        "080BE0006IK0OJL28AAETGT8H1OQS6J7USJP17UAV2HEES4AR1ERN4G1MRL2KACBF4VKNHM6K31LFHSADDSHV80H8T2G8DBHDU3U"
        "AJ0A3IR6MCU8JET493QKT7B95KVRNDNBELN0FRU793EB3EO067VU9NR00"
    ),
}
EXPECTED = {
    "totalCharges": "45.50",
    "chargesUnits": "EUR",
    "payeeAccount": "SK0809000000000123123123",
    "payeeName": "Vodarne Invent",
    "reference": "12345678",
    "invoiceId": "FA2026114",
    "dueDate": "2026-03-21",
}


@pytest.mark.parametrize("header", ["0006", "0406", "0806"])
def test_parse_every_version_gives_all_values(header: str) -> None:
    assert parse(qr(header + BODY)) == EXPECTED


@pytest.mark.parametrize("name", ["standing order", "two accounts"])
def test_parse_extensions_and_further_accounts_are_skipped(name: str) -> None:
    assert parse(qr(OTHERS[name])) == EXPECTED


def test_parse_name_with_accents_is_kept() -> None:
    assert parse(qr(OTHERS["name with accents"])) == {**EXPECTED, "payeeName": "Vodárne Žilina"}


def test_parse_open_amount_has_no_total() -> None:
    values = parse(qr(OTHERS["no amount"]))

    assert values is not None
    assert {"totalCharges", "dueDate", "reference"}.isdisjoint(values)


def test_parse_several_payments_are_none() -> None:
    assert parse(qr(OTHERS["two payments"])) is None


@pytest.mark.parametrize("position", range(4, len(BODY), 7))
def test_values_of_damaged_code_is_none(position: int) -> None:
    other = "A" if BODY[position] != "A" else "B"

    assert values_of(qr(f"0006{BODY[:position]}{other}{BODY[position + 1 :]}")) is None


@pytest.mark.parametrize("text", ["0006" + BODY[:60], "0006VVVV" + BODY[4:], "1006" + BODY, "0" * 4000])
def test_values_of_hostile_code_is_none(text: str) -> None:
    assert values_of(qr(text)) is None
