"""The container's part for whatever is held while it is worked on: leases, files, archives, files without rows."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.ports.reading import Unpacker
from billhook.runtime.telling import Telling

if TYPE_CHECKING:
    from billhook.usecases.adopt_file import AdoptFile
    from billhook.usecases.find_strays import FindStrays
    from billhook.usecases.finish_document import FinishDocument
    from billhook.usecases.free_twins import FreeTwins
    from billhook.usecases.hand_over_archive import HandOverArchive
    from billhook.usecases.hold_document import HoldDocument
    from billhook.usecases.load_file import LoadFile
    from billhook.usecases.put_back import PutBack
    from billhook.usecases.reject_document import RejectDocument
    from billhook.usecases.take_places import TakePlaces
    from billhook.usecases.unpack_archive import UnpackArchive


class Holding(Telling):
    """What reading a bill and unpacking an archive have in common, and the second of them."""

    @cached_property
    def unpacker(self) -> Unpacker:
        from billhook.adapters.zip_unpacker import ZipUnpacker

        return ZipUnpacker()

    @cached_property
    def unpack_archive(self) -> "UnpackArchive":
        from billhook.usecases.unpack_archive import UnpackArchive

        return UnpackArchive(
            hold=self._hold,
            load_file=self._load_file,
            unpacker=self.unpacker,
            take_places=self._take_places,
            jobs=self.jobs,
            documents=self.documents,
            files=self.files,
            finish=self._finish,
            reject=self._reject,
            clock=self.clock,
            lease=self._lease,
        )

    @cached_property
    def find_strays(self) -> "FindStrays":
        from billhook.usecases.find_strays import FindStrays

        return FindStrays(self.files, self.documents, self.bookmarks, self.parse_queue, self.clock)

    @cached_property
    def _hold(self) -> "HoldDocument":
        from billhook.usecases.hold_document import HoldDocument

        return HoldDocument(
            documents=self.documents,
            parse_queue=self.parse_queue,
            put_back=self._put_back,
            reject=self._reject,
            free_twins=self._free_twins,
            clock=self.clock,
            ids=self.ids,
            lease=self._lease,
        )

    @cached_property
    def _load_file(self) -> "LoadFile":
        from billhook.adapters.file_kinds import kind_of
        from billhook.usecases.load_file import LoadFile

        return LoadFile(self.files, self.documents, kind_of)

    @cached_property
    def _adopt(self) -> "AdoptFile":
        from billhook.usecases.adopt_file import AdoptFile

        return AdoptFile(
            companies=self.companies,
            drops=self.drops,
            jobs=self.jobs,
            documents=self.documents,
            files=self.files,
            hold=self._hold,
            clock=self.clock,
        )

    @cached_property
    def _hand_over(self) -> "HandOverArchive":
        from billhook.usecases.hand_over_archive import HandOverArchive

        return HandOverArchive(self.jobs, self._put_back, self.unpack_queue)

    @cached_property
    def _take_places(self) -> "TakePlaces":
        from billhook.usecases.take_places import TakePlaces

        return TakePlaces(self.jobs)

    @cached_property
    def _finish(self) -> "FinishDocument":
        from billhook.usecases.finish_document import FinishDocument

        return FinishDocument(self.documents, self.clock)

    @cached_property
    def _reject(self) -> "RejectDocument":
        from billhook.usecases.reject_document import RejectDocument

        return RejectDocument(self._finish)

    @cached_property
    def _put_back(self) -> "PutBack":
        from billhook.usecases.put_back import PutBack

        return PutBack(self.documents, self.clock)

    @cached_property
    def _free_twins(self) -> "FreeTwins":
        from billhook.usecases.free_twins import FreeTwins

        return FreeTwins(self.fingerprints, self.parse_queue)
