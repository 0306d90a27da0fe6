"""The use cases of companies, sites and documents at the main door, each built when first asked for."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.runtime.door import Door

if TYPE_CHECKING:
    from billhook.usecases.companies.get_consumption import GetConsumption
    from billhook.usecases.companies.remove_company import RemoveCompany
    from billhook.usecases.companies.remove_site import RemoveSite
    from billhook.usecases.companies.update_company import UpdateCompany
    from billhook.usecases.companies.update_site import UpdateSite
    from billhook.usecases.documents.correct_document import CorrectDocument
    from billhook.usecases.documents.enter_document import EnterDocument
    from billhook.usecases.documents.get_document import GetDocument
    from billhook.usecases.documents.get_usage import GetUsage
    from billhook.usecases.documents.list_documents import ListDocuments
    from billhook.usecases.documents.list_versions import ListVersions
    from billhook.usecases.documents.remove_document import RemoveDocument
    from billhook.usecases.documents.reprocess_document import ReprocessDocument
    from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates
    from billhook.usecases.processing.steps.finish_document import FinishDocument


class PaperUses(Door):
    """What can be done with things that are there, and asked of them."""

    @cached_property
    def update_company(self) -> "UpdateCompany":
        from billhook.usecases.companies.update_company import UpdateCompany

        return UpdateCompany(self.scope, self.companies, self.clock)

    @cached_property
    def remove_company(self) -> "RemoveCompany":
        from billhook.usecases.companies.remove_company import RemoveCompany

        return RemoveCompany(self.scope, self.companies, self.erase_queue, self.clock)

    @cached_property
    def update_site(self) -> "UpdateSite":
        from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
        from billhook.usecases.companies.update_site import UpdateSite

        rechoose = ReselectActiveBill(self.companies, self.documents)
        return UpdateSite(self.scope, self.companies, self.documents, rechoose, self.clock)

    @cached_property
    def remove_site(self) -> "RemoveSite":
        from billhook.usecases.companies.remove_site import RemoveSite

        return RemoveSite(self.scope, self.companies, self.clock)

    @cached_property
    def get_consumption(self) -> "GetConsumption":
        from billhook.usecases.companies.get_consumption import GetConsumption

        return GetConsumption(self.scope, self.documents, self.contents)

    @cached_property
    def get_document(self) -> "GetDocument":
        from billhook.usecases.documents.get_document import GetDocument

        return GetDocument(self.scope, self.documents, self.contents)

    @cached_property
    def list_documents(self) -> "ListDocuments":
        from billhook.usecases.documents.list_documents import ListDocuments

        return ListDocuments(self.scope, self.documents, self.contents)

    @cached_property
    def list_versions(self) -> "ListVersions":
        from billhook.usecases.documents.list_versions import ListVersions

        return ListVersions(self.scope, self.documents)

    @cached_property
    def get_usage(self) -> "GetUsage":
        from billhook.usecases.documents.get_usage import GetUsage

        return GetUsage(self.scope, self.list_documents)

    @cached_property
    def enter_document(self) -> "EnterDocument":
        from billhook.usecases.documents.enter_document import EnterDocument

        return EnterDocument(
            scope=self.scope,
            documents=self.documents,
            contents=self.contents,
            find_near_duplicates=self._find_likeness,
            finish_document=self._finish,
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def correct_document(self) -> "CorrectDocument":
        from billhook.usecases.documents.correct_document import CorrectDocument

        return CorrectDocument(
            scope=self.scope,
            documents=self.documents,
            contents=self.contents,
            find_near_duplicates=self._find_likeness,
            finish_document=self._finish,
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def reprocess_document(self) -> "ReprocessDocument":
        from billhook.usecases.documents.reprocess_document import ReprocessDocument

        return ReprocessDocument(self.scope, self.documents, self.parse_queue, self.fetch_queue, self.clock)

    @cached_property
    def remove_document(self) -> "RemoveDocument":
        from billhook.usecases.documents.remove_document import RemoveDocument
        from billhook.usecases.documents.steps.hide_document import HideDocument

        return RemoveDocument(self.scope, HideDocument(self.documents, self.erase_queue, self.clock))

    @cached_property
    def _find_likeness(self) -> "FindNearDuplicates":
        from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates

        return FindNearDuplicates(self.documents, self.fingerprints)

    @cached_property
    def _finish(self) -> "FinishDocument":
        from billhook.usecases.processing.steps.finish_document import FinishDocument

        return FinishDocument(self.documents, self.clock)
