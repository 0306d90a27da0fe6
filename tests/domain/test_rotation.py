"""Rotations of a page in quarter turns."""

import pytest

from billhook.domain.document_text import Box
from billhook.domain.rotation import direction, displayed, displayed_box, turn_of, upright

QUADS = {
    0: ((0, 0), (1, 0), (1, 1), (0, 1)),
    1: ((1, 0), (1, 1), (0, 1), (0, 0)),
    2: ((1, 1), (0, 1), (0, 0), (1, 0)),
    3: ((0, 1), (0, 0), (1, 0), (1, 1)),
}


@pytest.mark.parametrize("turn", range(4))
def test_rotation_of_a_quad_follows_its_direction(turn: int) -> None:
    assert direction(QUADS[turn]) == turn


def test_rotation_of_a_page_is_that_of_most_text() -> None:
    assert turn_of([("long line", QUADS[1]), ("no", QUADS[0])]) == 1
    assert turn_of([]) == 0


@pytest.mark.parametrize("turn", range(4))
def test_displayed_reverts_upright(turn: int) -> None:
    assert displayed(upright((0.25, 0.5), turn), turn) == (0.25, 0.5)


def test_displayed_box_stays_on_the_page() -> None:
    assert displayed_box(Box(-1, 0, 2, 1), 2) == Box(0, 0, 1, 1)
