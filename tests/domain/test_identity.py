"""The identity of documents that come from others."""

from datetime import timedelta

from billhook.domain.identity import Identity
from billhook.domain.ids import DocumentId, SiteId, derived
from tests.builders import COMPANY, a_document
from tests.fakes import NOW

OTHER = DocumentId(derived("test", "other"))


def test_identity_of_a_split_bill_names_the_first_one() -> None:
    first = a_document(site_id=SiteId(derived("test", "site"))).identity

    bill = first.split_off(OTHER)

    assert (bill.id, bill.split_from) == (OTHER, first.id)
    assert (bill.company_id, bill.site_id, bill.job_id) == (first.company_id, first.site_id, first.job_id)


def test_identity_of_an_unpacked_file_names_its_archive() -> None:
    archive = a_document().identity

    entry = archive.unpacked(OTHER, NOW + timedelta(seconds=1))

    assert (entry.id, entry.archive_id, entry.job_id) == (OTHER, archive.id, archive.job_id)
    assert entry.created > archive.created


def test_identity_at_a_site_is_that_of_the_same_document() -> None:
    site = SiteId(derived("test", "site"))
    identity = Identity(id=OTHER, company_id=COMPANY, created=NOW)

    assert identity.at_site(site) == Identity(id=OTHER, company_id=COMPANY, created=NOW, site_id=site)


def test_erased_identity_keeps_job_and_archive() -> None:
    identity = a_document(site_id=OTHER, archive_id=OTHER, split_from=OTHER).identity

    left = identity.erased()

    assert (left.id, left.job_id, left.archive_id) == (identity.id, identity.job_id, OTHER)
    assert (left.site_id, left.split_from) == (None, None)
