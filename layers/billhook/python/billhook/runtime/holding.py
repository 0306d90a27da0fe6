"""The container's part for whatever is held while it is worked on: leases, files, archives, files without rows."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.ports.text_recognition import Unpacker
from billhook.runtime.telling import Telling

if TYPE_CHECKING:
    from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects
    from billhook.usecases.processing.steps.document_lease import DocumentLease
    from billhook.usecases.processing.steps.finish_document import FinishDocument
    from billhook.usecases.processing.steps.forward_archive import ForwardArchive
    from billhook.usecases.processing.steps.load_file import LoadFile
    from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan
    from billhook.usecases.processing.steps.reject_document import RejectDocument
    from billhook.usecases.processing.steps.release_duplicates import ReleaseDuplicates
    from billhook.usecases.processing.steps.reserve_job_capacity import ReserveJobCapacity
    from billhook.usecases.processing.unpack_archive import UnpackArchive


class Holding(Telling):
    """What reading a bill and unpacking an archive have in common, and the second of them."""

    @cached_property
    def unpacker(self) -> Unpacker:
        from billhook.adapters.zip_unpacker import ZipUnpacker

        return ZipUnpacker()

    @cached_property
    def unpack_archive(self) -> "UnpackArchive":
        from billhook.usecases.processing.unpack_archive import UnpackArchive

        return UnpackArchive(
            lease=self._document_lease,
            load_file=self._load_file,
            unpacker=self.unpacker,
            reserve_job_capacity=self._take_places,
            jobs=self.jobs,
            documents=self.documents,
            files=self.files,
            finish_document=self._finish,
            reject_document=self._reject,
            clock=self.clock,
        )

    @cached_property
    def find_orphaned_objects(self) -> "FindOrphanedObjects":
        from billhook.usecases.intake.find_orphaned_objects import FindOrphanedObjects

        return FindOrphanedObjects(self.files, self.documents, self.scan_cursors, self.parse_queue, self.clock)

    @cached_property
    def _document_lease(self) -> "DocumentLease":
        from billhook.usecases.processing.steps.document_lease import DocumentLease

        return DocumentLease(
            documents=self.documents,
            parse_queue=self.parse_queue,
            reject_document=self._reject,
            release_duplicates=self._free_twins,
            clock=self.clock,
            ids=self.ids,
            lease=self._lease,
        )

    @cached_property
    def _load_file(self) -> "LoadFile":
        from billhook.adapters.file_kinds import kind_of
        from billhook.usecases.processing.steps.load_file import LoadFile

        return LoadFile(self.files, self.documents, kind_of)

    @cached_property
    def _adopt(self) -> "RecoverOrphan":
        from billhook.usecases.processing.steps.recover_orphan import RecoverOrphan

        return RecoverOrphan(
            companies=self.companies,
            drops=self.drops,
            jobs=self.jobs,
            documents=self.documents,
            files=self.files,
            lease=self._document_lease,
            clock=self.clock,
        )

    @cached_property
    def _hand_over(self) -> "ForwardArchive":
        from billhook.usecases.processing.steps.forward_archive import ForwardArchive

        return ForwardArchive(self.jobs, self.documents, self.unpack_queue, self.clock)

    @cached_property
    def _take_places(self) -> "ReserveJobCapacity":
        from billhook.usecases.processing.steps.reserve_job_capacity import ReserveJobCapacity

        return ReserveJobCapacity(self.jobs)

    @cached_property
    def _finish(self) -> "FinishDocument":
        from billhook.usecases.processing.steps.finish_document import FinishDocument

        return FinishDocument(self.documents, self.clock)

    @cached_property
    def _reject(self) -> "RejectDocument":
        from billhook.usecases.processing.steps.reject_document import RejectDocument

        return RejectDocument(self._finish)

    @cached_property
    def _free_twins(self) -> "ReleaseDuplicates":
        from billhook.usecases.processing.steps.release_duplicates import ReleaseDuplicates

        return ReleaseDuplicates(self.fingerprints, self.parse_queue)
