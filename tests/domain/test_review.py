"""What a person decided about a document."""

from billhook.domain.review import Review


def test_review_with_a_false_flag_is_an_approval() -> None:
    assert [Review(flagged_by_hand=flag).is_approved for flag in (False, True, None)] == [True, False, False]


def test_review_of_a_version_that_was_read_keeps_a_flag() -> None:
    assert Review(flagged_by_hand=True, changed_by="ben@example.org").not_corrected() == Review(flagged_by_hand=True)


def test_review_of_a_version_that_was_read_forgets_an_approval() -> None:
    assert Review(flagged_by_hand=False, changed_by="ben@example.org").not_corrected() == Review()
