"""The use cases of ``api``, ``authorize`` and ``admin``, each built when first asked for.

Modules are imported with their use case: what a function does not use, its cold start does not pay for.
"""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.runtime.aurora import AuroraUses
from billhook.runtime.destinations import DestinationUses
from billhook.runtime.papers import PaperUses
from billhook.runtime.ways_in import WaysIn

if TYPE_CHECKING:
    from billhook.usecases.access.authorize_caller import AuthorizeCaller
    from billhook.usecases.access.authorize_token import AuthorizeToken
    from billhook.usecases.access.create_account import CreateAccount
    from billhook.usecases.access.create_key import CreateKey
    from billhook.usecases.access.list_keys import ListKeys
    from billhook.usecases.access.revoke_key import RevokeKey
    from billhook.usecases.access.rotate_key import RotateKey
    from billhook.usecases.companies.add_site import AddSite
    from billhook.usecases.companies.list_companies import ListCompanies
    from billhook.usecases.companies.list_sites import ListSites
    from billhook.usecases.companies.register_company import RegisterCompany
    from billhook.usecases.documents.download_file import DownloadFile
    from billhook.usecases.jobs.get_job import GetJob
    from billhook.usecases.jobs.list_jobs import ListJobs


class Api(AuroraUses, WaysIn, DestinationUses, PaperUses):
    """What the functions in front of the table need."""

    @cached_property
    def register_company(self) -> "RegisterCompany":
        from billhook.usecases.companies.register_company import RegisterCompany

        return RegisterCompany(self.companies, self.clock, self.ids)

    @cached_property
    def list_companies(self) -> "ListCompanies":
        from billhook.usecases.companies.list_companies import ListCompanies

        return ListCompanies(self.scope, self.companies)

    @cached_property
    def add_site(self) -> "AddSite":
        from billhook.usecases.companies.add_site import AddSite

        return AddSite(self.scope, self.companies, self.clock, self.ids)

    @cached_property
    def list_sites(self) -> "ListSites":
        from billhook.usecases.companies.list_sites import ListSites

        return ListSites(self.scope, self.companies)

    @cached_property
    def get_job(self) -> "GetJob":
        from billhook.usecases.jobs.get_job import GetJob

        return GetJob(self.scope, self.jobs)

    @cached_property
    def list_jobs(self) -> "ListJobs":
        from billhook.usecases.jobs.list_jobs import ListJobs

        return ListJobs(self.scope, self.jobs)

    @cached_property
    def download_file(self) -> "DownloadFile":
        from billhook.usecases.documents.download_file import DownloadFile

        return DownloadFile(self.documents, self.companies, self.files, self.hmacs, self.clock)

    @cached_property
    def authorize_token(self) -> "AuthorizeToken":
        from billhook.domain.access_token import ClaimMapping
        from billhook.usecases.access.authorize_token import AuthorizeToken

        mapping = ClaimMapping(self.settings.token_account_claim, self.settings.token_companies_claim)
        return AuthorizeToken(self.tokens, self.accounts, self.clock, mapping)

    @cached_property
    def authorize_caller(self) -> "AuthorizeCaller":
        from billhook.usecases.access.authorize_caller import AuthorizeCaller

        return AuthorizeCaller(self.accounts, self.hmacs, self.clock)

    @cached_property
    def create_account(self) -> "CreateAccount":
        from billhook.usecases.access.create_account import CreateAccount

        return CreateAccount(self.accounts, self.clock, self.ids)

    @cached_property
    def create_key(self) -> "CreateKey":
        from billhook.usecases.access.create_key import CreateKey

        return CreateKey(self.accounts, self.companies, self.hmacs, self.clock, self.ids)

    @cached_property
    def list_keys(self) -> "ListKeys":
        from billhook.usecases.access.list_keys import ListKeys

        return ListKeys(self.accounts)

    @cached_property
    def rotate_key(self) -> "RotateKey":
        from billhook.usecases.access.rotate_key import RotateKey

        return RotateKey(self.accounts, self.create_key, self.clock)

    @cached_property
    def revoke_key(self) -> "RevokeKey":
        from billhook.usecases.access.revoke_key import RevokeKey

        return RevokeKey(self.accounts, self.clock)
