"""What every front door of the API uses: who may touch what, how often, and once only."""
# ruff: noqa: PLC0415

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from billhook.domain.urls import UrlPolicy
from billhook.runtime.container import Container

if TYPE_CHECKING:
    from billhook.usecases.answer_once import AnswerOnce
    from billhook.usecases.limit_rate import LimitRate
    from billhook.usecases.mint_file_link import MintFileLink
    from billhook.usecases.scope import Scope
    from billhook.usecases.submit_documents import SubmitDocuments


class Door(Container):
    """Shared by the doors; each adds use cases of its own."""

    @cached_property
    def url_policy(self) -> UrlPolicy:
        return UrlPolicy.of(self.settings.allowed_hosts)

    @cached_property
    def limit_rate(self) -> "LimitRate":
        from billhook.usecases.limit_rate import LimitRate

        return LimitRate(self.tallies, self.clock)

    @cached_property
    def answer_once(self) -> "AnswerOnce":
        from billhook.usecases.answer_once import AnswerOnce

        lease = timedelta(seconds=int(self.settings.lease_seconds))
        return AnswerOnce(self.replays, self.accounts, self.hmacs, self.vault, self.clock, self.ids, lease)

    @cached_property
    def scope(self) -> "Scope":
        from billhook.usecases.scope import Scope

        return Scope(self.accounts, self.companies, self.jobs, self.documents, self.destinations, self.deliveries)

    @cached_property
    def submit_documents(self) -> "SubmitDocuments":
        from billhook.adapters.file_kinds import kind_of
        from billhook.usecases.submit_documents import SubmitDocuments

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
    def mint_file_link(self) -> "MintFileLink":
        from billhook.usecases.mint_file_link import MintFileLink

        return MintFileLink(self.hmacs, self.clock)
