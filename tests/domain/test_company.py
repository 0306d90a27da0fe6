"""Transitions of companies, sites and API keys."""

from datetime import timedelta

from billhook.domain.company import CompanyPatch
from tests.builders import a_company, a_key, a_site
from tests.fakes import NOW


def test_changed_company_has_a_later_update() -> None:
    changed = a_company().changed(CompanyPatch(name="Acme"), NOW)

    assert (changed.name, changed.updated) == ("Acme", NOW + timedelta(microseconds=1))


def test_hidden_company_is_due_until_it_is_erased() -> None:
    hidden = a_company().hidden(NOW)

    assert (hidden.deleted, hidden.erased().due_at) == (NOW, None)
    assert hidden.due_at is not None
    assert hidden.must_be_erased(hidden.due_at)
    assert not hidden.must_be_erased(hidden.due_at - timedelta(seconds=1))


def test_hidden_company_can_be_restored_for_seven_days() -> None:
    hidden = a_company().hidden(NOW)

    assert hidden.can_be_restored(NOW + timedelta(days=7, seconds=-1))
    assert not hidden.can_be_restored(NOW + timedelta(days=7))
    assert hidden.restored(NOW).deleted is None
    assert not a_company().can_be_restored(NOW)


def test_hidden_site_is_deleted() -> None:
    assert a_site().hidden(NOW).deleted == NOW


def test_revoked_key_names_the_time() -> None:
    assert a_key().revoked_at(NOW).revoked == NOW
