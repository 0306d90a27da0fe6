"""The container of ``erase``: what removes deleted things for good."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.runtime.container import Container

if TYPE_CHECKING:
    from billhook.usecases.documents.erase_company import EraseCompany
    from billhook.usecases.documents.erase_document import EraseDocument


class Erasing(Container):
    @cached_property
    def erase_document(self) -> "EraseDocument":
        from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
        from billhook.usecases.documents.erase_document import EraseDocument
        from billhook.usecases.jobs.steps.settle_job import SettleJob

        return EraseDocument(
            documents=self.documents,
            files=self.files,
            contents=self.contents,
            fingerprints=self.fingerprints,
            companies=self.companies,
            jobs=self.jobs,
            settle_job=SettleJob(self.jobs, self.documents, self.clock),
            reselect_active_bill=ReselectActiveBill(self.companies, self.documents),
            clock=self.clock,
        )

    @cached_property
    def erase_company(self) -> "EraseCompany":
        from billhook.usecases.documents.erase_company import EraseCompany
        from billhook.usecases.documents.steps.hide_document import HideDocument

        return EraseCompany(
            companies=self.companies,
            documents=self.documents,
            destinations=self.destinations,
            files=self.files,
            contents=self.contents,
            hide_document=HideDocument(self.documents, self.erase_queue, self.clock),
            erase_queue=self.erase_queue,
            clock=self.clock,
        )
