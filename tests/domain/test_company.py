"""Transitions of companies, sites and API keys."""

from datetime import timedelta

from billhook.domain.company import CompanyPatch
from tests.builders import a_company, a_key, a_site
from tests.fakes import NOW


def test_changed_company_has_a_later_update() -> None:
    changed = a_company().changed(CompanyPatch(name="Acme"), NOW)

    assert (changed.name, changed.updated) == ("Acme", NOW + timedelta(microseconds=1))


def test_hidden_company_is_due_until_it_is_erased() -> None:
    hidden = a_company().hidden(now=NOW, due_at=NOW + timedelta(minutes=1))

    assert (hidden.deleted, hidden.due_at, hidden.erased().due_at) == (NOW, NOW + timedelta(minutes=1), None)


def test_hidden_site_is_deleted() -> None:
    assert a_site().hidden(NOW).deleted == NOW


def test_revoked_key_names_the_time() -> None:
    assert a_key().revoked_at(NOW).revoked == NOW
