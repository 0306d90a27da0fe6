"""Changes of some fields of a value."""

import pytest

from billhook.domain.company import Company, CompanyPatch, Site, SitePatch
from billhook.domain.destination import Destination, DestinationPatch
from billhook.domain.patch import UNSET, Patch, patched
from billhook.domain.value import Value


def test_unset_field_keeps_the_present_value() -> None:
    assert patched(UNSET, "present") == "present"


def test_set_field_replaces_the_present_value() -> None:
    assert [patched(change, "present") for change in ("new", None)] == ["new", None]


def test_patch_changes_the_fields_that_are_set() -> None:
    patch = CompanyPatch(name="Acme", info=None)

    assert (patch.changes, patch.is_empty) == ({"name": "Acme", "info": None}, False)


def test_patch_without_fields_changes_nothing() -> None:
    assert (SitePatch().changes, SitePatch().is_empty) == ({}, True)


@pytest.mark.parametrize(
    ("patch", "value"), [(CompanyPatch, Company), (SitePatch, Site), (DestinationPatch, Destination)]
)
def test_patch_has_fields_of_its_value(patch: type[Patch], value: type[Value]) -> None:
    assert set(patch.__dataclass_fields__) <= set(value.model_fields)  # type: ignore[attr-defined]
