"""What every front door of the API uses: who may touch what, how often, and once only."""
# ruff: noqa: PLC0415

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.urls import UrlPolicy
from billhook.runtime.container import Container

if TYPE_CHECKING:
    from billhook.usecases.access.access_policy import AccessPolicy
    from billhook.usecases.access.idempotency import Idempotency
    from billhook.usecases.access.limit_rate import LimitRate
    from billhook.usecases.documents.create_file_link import CreateFileLink
    from billhook.usecases.intake.submit_documents import SubmitDocuments


class Door(Container):
    """Shared by the doors; each adds use cases of its own."""

    @cached_property
    def url_policy(self) -> UrlPolicy:
        return UrlPolicy.of(self.settings.allowed_hosts)

    @cached_property
    def limit_rate(self) -> "LimitRate":
        from billhook.usecases.access.limit_rate import LimitRate

        return LimitRate(self.counters, self.clock)

    @cached_property
    def idempotency(self) -> "Idempotency":
        from billhook.usecases.access.idempotency import Idempotency

        lease = timedelta(seconds=int(self.settings.lease_seconds))
        return Idempotency(
            self.idempotency_records, self.accounts, self.hmacs, self.cipher, self.clock, self.ids, lease
        )

    @cached_property
    def scope(self) -> "AccessPolicy":
        from billhook.usecases.access.access_policy import AccessPolicy

        return AccessPolicy(
            self.accounts, self.companies, self.jobs, self.documents, self.destinations, self.deliveries
        )

    @cached_property
    def submit_documents(self) -> "SubmitDocuments":
        from billhook.adapters.file_kinds import kind_of
        from billhook.usecases.intake.submit_documents import SubmitDocuments

        return SubmitDocuments(
            scope=self.scope,
            jobs=self.jobs,
            files=self.files,
            fetch_queue=self.fetch_queue,
            url_policy=self.url_policy,
            kind_of=kind_of,
            clock=self.clock,
            ids=self.ids,
        )

    @cached_property
    def create_file_link(self) -> "CreateFileLink":
        from billhook.usecases.documents.create_file_link import CreateFileLink

        return CreateFileLink(self.hmacs, self.clock)
