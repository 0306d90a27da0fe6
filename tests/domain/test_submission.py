"""What a sender says about a file."""

from billhook.domain.submission import SourceType, Submission


def test_annotated_submission_keeps_sender_and_source() -> None:
    sent = Submission(email="anna@example.org", notes="old", source_type=SourceType.MANUAL, allow_duplicate=True)

    after = sent.annotated("new", {"po": 7})

    assert (after.notes, after.info) == ("new", {"po": 7})
    assert (after.email, after.source_type, after.allow_duplicate) == ("anna@example.org", SourceType.MANUAL, True)
