"""The container's part for ways in that are more than a request: signed forms, drops; and for imports of files."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.runtime.door import Door

if TYPE_CHECKING:
    from billhook.usecases.intake.create_drop import CreateDrop
    from billhook.usecases.intake.create_presigned_uploads import CreatePresignedUploads
    from billhook.usecases.intake.get_drop import GetDrop
    from billhook.usecases.intake.list_drops import ListDrops
    from billhook.usecases.intake.revoke_drop import RevokeDrop
    from billhook.usecases.intake.upload_to_drop import UploadToDrop
    from billhook.usecases.jobs.get_file import GetFile
    from billhook.usecases.jobs.get_import import GetImport
    from billhook.usecases.jobs.list_imports import ListImports


class WaysIn(Door):
    """Whatever way a bill takes, ``submit_documents`` makes its rows; but for drops, which have none at first."""

    @cached_property
    def create_presigned_uploads(self) -> "CreatePresignedUploads":
        from billhook.usecases.intake.create_presigned_uploads import CreatePresignedUploads

        return CreatePresignedUploads(self.submit_documents, self.files)

    @cached_property
    def create_drop(self) -> "CreateDrop":
        from billhook.usecases.intake.create_drop import CreateDrop

        return CreateDrop(self.scope, self.drops, self.hmacs, self.clock, self.ids)

    @cached_property
    def list_drops(self) -> "ListDrops":
        from billhook.usecases.intake.list_drops import ListDrops

        return ListDrops(self.scope, self.drops)

    @cached_property
    def get_drop(self) -> "GetDrop":
        from billhook.usecases.intake.get_drop import GetDrop

        return GetDrop(self.scope, self.drops)

    @cached_property
    def revoke_drop(self) -> "RevokeDrop":
        from billhook.usecases.intake.revoke_drop import RevokeDrop

        return RevokeDrop(self.get_drop, self.drops, self.clock)

    @cached_property
    def upload_to_drop(self) -> "UploadToDrop":
        from billhook.usecases.intake.upload_to_drop import UploadToDrop

        return UploadToDrop(self.drops, self.companies, self.files, self.hmacs, self.clock, self.ids)

    @cached_property
    def get_file(self) -> "GetFile":
        from billhook.usecases.jobs.get_file import GetFile

        return GetFile(self.scope, self.jobs, self.documents)

    @cached_property
    def get_import(self) -> "GetImport":
        from billhook.usecases.jobs.get_import import GetImport

        return GetImport(self.scope, self.jobs, self.documents)

    @cached_property
    def list_imports(self) -> "ListImports":
        from billhook.usecases.jobs.list_imports import ListImports
        from billhook.usecases.jobs.list_jobs import ListJobs

        return ListImports(ListJobs(self.scope, self.jobs))
