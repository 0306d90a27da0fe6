"""Which document it is: its id, its company, site and job, and the file or document that it comes from."""

from dataclasses import dataclass, replace
from datetime import datetime

from billhook.domain.ids import CompanyId, DocumentId, JobId, SiteId


@dataclass(frozen=True, kw_only=True)
class Identity:
    """``job_id`` is None for a document entered by hand.

    ``archive_id`` is the archive that contained the file, ``split_from`` the first bill of a file of several bills.
    """

    id: DocumentId
    company_id: CompanyId
    site_id: SiteId | None = None
    job_id: JobId | None = None
    created: datetime
    archive_id: DocumentId | None = None
    split_from: DocumentId | None = None

    def at_site(self, site_id: SiteId | None) -> "Identity":
        return replace(self, site_id=site_id)

    def split_off(self, bill_id: DocumentId) -> "Identity":
        """That of a further bill in the same file, of the same job."""
        return replace(self, id=bill_id, split_from=self.id)

    def unpacked(self, entry_id: DocumentId, created: datetime) -> "Identity":
        """That of a file in this archive, of the same site and job."""
        return replace(self, id=entry_id, archive_id=self.id, created=created)

    def erased(self) -> "Identity":
        """What remains of a deleted document: its site is left, its job still counts it."""
        return replace(self, site_id=None, split_from=None)
