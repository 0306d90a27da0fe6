"""API keys: long, with a checksum that detects typing errors."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billhook.domain.api_key import SEED_BYTES, is_key, key_id_of, key_of
from billhook.domain.ids import is_id


@given(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES))
def test_api_key_passes_its_checksum(seed: bytes) -> None:
    key = key_of(seed)

    assert re.fullmatch(r"bh_[0-9A-Za-z]{36}", key)
    assert is_key(key)


def test_api_keys_of_different_seeds_differ() -> None:
    keys = {key_of(number.to_bytes(SEED_BYTES, "big")) for number in range(1_000)}

    assert len(keys) == 1_000


@given(st.binary(min_size=SEED_BYTES, max_size=SEED_BYTES), st.integers(3, 38), st.sampled_from("0aZ"))
def test_mistyped_api_key_fails_its_checksum(seed: bytes, position: int, letter: str) -> None:
    key = key_of(seed)
    mistyped = key[:position] + letter + key[position + 1 :]

    assert is_key(mistyped) == (mistyped == key)


@pytest.mark.parametrize("text", ["", "bh_", "bh_" + "0" * 36, "sk_" + "0" * 36, "bh_" + "é" * 36, "x" * 10_000])
def test_api_key_of_other_text_is_invalid(text: str) -> None:
    assert not is_key(text)


def test_api_key_id_is_an_id() -> None:
    assert is_id(key_id_of(bytes(range(32))))
