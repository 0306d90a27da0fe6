"""Access tokens: their shape, and whom their claims mean."""

from typing import Any

import pytest

from billhook.domain.access_token import MAX_LENGTH, ClaimMapping, is_token
from billhook.domain.errors import Unauthorized
from tests.builders import ACCOUNT, COMPANY, an_id

CLAIMS = {"iss": "https://issuer.example.org", "sub": "anna", "cognito:groups": ["staff", ACCOUNT]}


@pytest.mark.parametrize("text", ["e30.e30.AAAA", "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_"])
def test_access_token_has_three_parts(text: str) -> None:
    assert is_token(text)


@pytest.mark.parametrize(
    "text", ["", "..", "e30.e30.", "e30.e30", "a.b.c.d.e", "e30.e30.AA=A", "e30 .e30.AAAA", "bh_abc", "é30.e30.AAAA"]
)
def test_access_token_of_other_text_is_none(text: str) -> None:
    assert not is_token(text)


def test_access_token_over_limit_is_none() -> None:
    assert not is_token("e30.e30." + "A" * MAX_LENGTH)


def test_principal_account_is_the_group_of_the_token() -> None:
    principal = ClaimMapping().principal_of(CLAIMS)

    assert (principal.account_id, principal.all_companies, principal.companies) == (ACCOUNT, True, ())


@pytest.mark.parametrize("claim", [ACCOUNT, [ACCOUNT], f"openid {ACCOUNT}"])
def test_principal_account_is_read_from_the_configured_claim(claim: Any) -> None:
    assert ClaimMapping(account="tenant").principal_of({**CLAIMS, "tenant": claim}).account_id == ACCOUNT


@pytest.mark.parametrize(
    "claim", [None, "", [], "staff", ["staff"], [ACCOUNT, an_id()], {"id": ACCOUNT}, 7, [7], ACCOUNT.upper()]
)
def test_principal_without_exactly_one_account_is_unauthorized(claim: Any) -> None:
    with pytest.raises(Unauthorized):
        ClaimMapping(account="tenant").principal_of({**CLAIMS, "tenant": claim})


def test_principal_companies_are_those_of_the_token() -> None:
    other = an_id()
    mapping = ClaimMapping(companies="companies")

    listed = mapping.principal_of({**CLAIMS, "companies": [COMPANY, other]})
    written = mapping.principal_of({**CLAIMS, "companies": f"{COMPANY} {other}"})
    every = mapping.principal_of({**CLAIMS, "companies": "all"})

    assert (listed.companies, listed.all_companies) == ((COMPANY, other), False)
    assert written == listed
    assert (every.companies, every.all_companies) == ((), True)


@pytest.mark.parametrize("claim", [None, [], "", [COMPANY, "x"], ["all", COMPANY], [an_id() for _ in range(51)]])
def test_principal_without_required_companies_is_unauthorized(claim: Any) -> None:
    with pytest.raises(Unauthorized):
        ClaimMapping(companies="companies").principal_of({**CLAIMS, "companies": claim})


def test_principal_id_is_equal_for_all_tokens_of_a_user() -> None:
    first, second = (ClaimMapping().principal_of({**CLAIMS, "jti": jti}) for jti in "ab")
    other = ClaimMapping().principal_of({**CLAIMS, "iss": "https://other.example.org"})

    assert first.key_id == second.key_id != other.key_id


@pytest.mark.parametrize(
    ("more", "email"), [({"email": "a@b.org", "username": "x"}, "a@b.org"), ({"username": "x"}, "x"), ({}, "anna")]
)
def test_principal_sender_prefers_the_email(more: dict[str, str], email: str) -> None:
    assert ClaimMapping().principal_of({**CLAIMS, **more}).email == email
