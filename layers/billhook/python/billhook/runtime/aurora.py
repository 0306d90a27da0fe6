"""The use cases of the Aurora door, each built when first asked for."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.runtime.door import Door

if TYPE_CHECKING:
    from billhook.usecases.destinations.add_callback import AddCallback
    from billhook.usecases.destinations.list_callbacks import ListCallbacks
    from billhook.usecases.destinations.update_callback import UpdateCallback
    from billhook.usecases.intake.submit_raw_bill import SubmitRawBill
    from billhook.usecases.jobs.get_bill_of_site import GetBillOfSite
    from billhook.usecases.jobs.get_upload import GetUpload
    from billhook.usecases.jobs.list_bills_of_site import ListBillsOfSite


class AuroraUses(Door):
    """Bills of a project, and callbacks."""

    @cached_property
    def add_callback(self) -> "AddCallback":
        from billhook.usecases.destinations.add_callback import AddCallback

        return AddCallback(self.scope, self.destinations, self.encryptor, self.url_policy, self.clock, self.ids)

    @cached_property
    def update_callback(self) -> "UpdateCallback":
        from billhook.usecases.destinations.update_callback import UpdateCallback

        return UpdateCallback(self.scope, self.destinations, self.add_callback, self.clock)

    @cached_property
    def get_bill_of_site(self) -> "GetBillOfSite":
        from billhook.usecases.jobs.get_bill_of_site import GetBillOfSite

        return GetBillOfSite(self.scope)

    @cached_property
    def get_upload(self) -> "GetUpload":
        from billhook.usecases.jobs.get_upload import GetUpload

        return GetUpload(self.scope, self.jobs)

    @cached_property
    def submit_raw_bill(self) -> "SubmitRawBill":
        from billhook.adapters.file_kinds import kind_of
        from billhook.usecases.intake.submit_raw_bill import SubmitRawBill

        return SubmitRawBill(self.scope, self.submit_documents, kind_of)

    @cached_property
    def list_bills_of_site(self) -> "ListBillsOfSite":
        from billhook.usecases.jobs.list_bills_of_site import ListBillsOfSite

        return ListBillsOfSite(self.scope, self.documents)

    @cached_property
    def list_callbacks(self) -> "ListCallbacks":
        from billhook.usecases.destinations.list_callbacks import ListCallbacks

        return ListCallbacks(self.scope, self.destinations)
