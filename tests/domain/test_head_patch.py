"""Changes to the head of a document."""

from billhook.domain.head_patch import HeadPatch


def test_head_patch_without_fields_is_empty() -> None:
    assert HeadPatch().is_empty


def test_head_patch_that_removes_a_value_is_not_empty() -> None:
    assert not HeadPatch(notes=None).is_empty
