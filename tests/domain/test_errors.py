"""Errors and their codes."""

from billhook.domain.errors import BillhookError, Invalid, NotFound, Rejection


def test_rejection_has_the_code_of_its_reason() -> None:
    assert Rejection("corrupt", "The file is corrupt.").code == "corrupt"


def test_invalid_may_have_a_code_of_its_route() -> None:
    assert (Invalid("No.").code, Invalid("No.", code="wrong-token").code) == ("invalid-request", "wrong-token")


def test_not_found_has_one_message_for_foreign_and_absent() -> None:
    assert str(NotFound()) == str(NotFound())


def test_error_classes_have_codes() -> None:
    assert all(kind.code for kind in BillhookError.__subclasses__())
