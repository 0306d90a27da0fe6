"""Changes to the head of a document."""

from billhook.domain.head_patch import UNSET, HeadPatch, patched


def test_patch_without_fields_is_empty() -> None:
    assert HeadPatch().is_empty


def test_patch_that_removes_a_value_is_not_empty() -> None:
    assert not HeadPatch(notes=None).is_empty


def test_unset_field_keeps_the_present_value() -> None:
    assert patched(UNSET, "present") == "present"


def test_set_field_replaces_the_present_value() -> None:
    assert [patched(change, "present") for change in ("new", None)] == ["new", None]
