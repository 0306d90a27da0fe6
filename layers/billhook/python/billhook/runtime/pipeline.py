"""The container of the functions behind the API: what brings a bill from its bytes to its customer."""
# ruff: noqa: PLC0415

from functools import cached_property
from typing import TYPE_CHECKING

from billhook.ports.limits import Budgets
from billhook.ports.text_recognition import ExpenseAnalyzer, FileOpener, Ocr
from billhook.runtime.holding import Holding

if TYPE_CHECKING:
    from collections.abc import Callable

    from billhook.adapters.textract_reader import TextractReader
    from billhook.domain.bill import Extraction
    from billhook.domain.document_text import DocumentText
    from billhook.usecases.companies.steps.activate_bill import ActivateBill
    from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill
    from billhook.usecases.delivery.publish_events import PublishEvents
    from billhook.usecases.jobs.steps.settle_job import SettleJob
    from billhook.usecases.maintenance.sweep import Sweep
    from billhook.usecases.processing.fetch_document import FetchDocument
    from billhook.usecases.processing.finish_reading import FinishReading
    from billhook.usecases.processing.parse_document import ParseDocument
    from billhook.usecases.processing.steps.collect_ocr import CollectOcr
    from billhook.usecases.processing.steps.deduplicate import Deduplicate
    from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback
    from billhook.usecases.processing.steps.finalize_document import FinalizeDocument
    from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates
    from billhook.usecases.processing.steps.read_pages import ReadPages
    from billhook.usecases.processing.steps.split_file import SplitFile
    from billhook.usecases.processing.steps.start_ocr import StartOcr


class Pipeline(Holding):
    """Use cases from ``fetch_document`` to ``deliver`` and ``sweep``, and the ports that only they need."""

    # Ports.

    @cached_property
    def file_opener(self) -> FileOpener:
        from billhook.adapters.sandboxed_files import SandboxedFiles

        return SandboxedFiles()

    @cached_property
    def ocr(self) -> Ocr:
        return self._textract

    @cached_property
    def expense_analyzer(self) -> ExpenseAnalyzer:
        return self._textract

    @cached_property
    def budgets(self) -> Budgets:
        from billhook.adapters.dynamodb.budgets import DynamoBudgets

        return DynamoBudgets(self._table)

    @cached_property
    def _textract(self) -> "TextractReader":
        from billhook.adapters.textract_reader import TextractReader
        from billhook.runtime.aws import client

        settings = self.settings
        return TextractReader(client("textract"), settings.bucket, settings.textract_topic, settings.textract_role)

    @cached_property
    def extract(self) -> "Callable[[DocumentText], Extraction]":
        from billhook.extraction import extract

        return extract

    # Bytes to document.

    @cached_property
    def fetch_document(self) -> "FetchDocument":
        from billhook.usecases.processing.fetch_document import FetchDocument

        return FetchDocument(
            lease=self._document_lease,
            documents=self.documents,
            files=self.files,
            fetcher=self.fetcher,
            reject_document=self._reject,
            clock=self.clock,
        )

    @cached_property
    def parse_document(self) -> "ParseDocument":
        from billhook.usecases.processing.parse_document import ParseDocument

        return ParseDocument(
            documents=self.documents,
            lease=self._document_lease,
            recover_orphan=self._adopt,
            load_file=self._load_file,
            forward_archive=self._hand_over,
            deduplicate=self._follow_twin,
            read_pages=self._read_pages,
            start_ocr=self._start_ocr,
            finish_reading=self.finish_reading,
            extract_with_fallback=self._read_closely,
            finalize_document=self._conclude,
        )

    @cached_property
    def finish_reading(self) -> "FinishReading":
        from billhook.usecases.processing.finish_reading import FinishReading

        return FinishReading(
            documents=self.documents,
            lease=self._document_lease,
            collect_ocr=self._collect_ocr,
            load_file=self._load_file,
            read_pages=self._read_pages,
            extract_with_fallback=self._read_closely,
            finalize_document=self._conclude,
        )

    # Document to customer.

    @cached_property
    def publish_events(self) -> "PublishEvents":
        from billhook.usecases.delivery.publish_events import PublishEvents

        return PublishEvents(
            documents=self.documents,
            outbox=self.outbox,
            bus=self.bus,
            settle_job=self._settle_job,
            activate_bill=self._activate_bill,
            describe_event=self._describe_event,
            clock=self.clock,
        )

    @cached_property
    def sweep(self) -> "Sweep":
        from billhook.usecases.maintenance.sweep import Sweep

        return Sweep(
            due_index=self.due_index,
            documents=self.documents,
            files=self.files,
            jobs=self.jobs,
            deliveries=self.deliveries,
            outbox=self.outbox,
            publish_events=self.publish_events,
            plan_deliveries=self.plan_deliveries,
            describe_event=self._describe_event,
            continue_recovery=self._continue_recovery,
            settle_job=self._settle_job,
            parse_queue=self.parse_queue,
            fetch_queue=self.fetch_queue,
            deliver_queue=self.deliver_queue,
            erase_queue=self.erase_queue,
            companies=self.companies,
            clock=self.clock,
        )

    # Parts of those.

    @cached_property
    def _follow_twin(self) -> "Deduplicate":
        from billhook.usecases.processing.steps.deduplicate import Deduplicate

        return Deduplicate(
            documents=self.documents,
            fingerprints=self.fingerprints,
            contents=self.contents,
            reserve_job_capacity=self._take_places,
            finish_document=self._finish,
            clock=self.clock,
        )

    @cached_property
    def _read_pages(self) -> "ReadPages":
        from billhook.usecases.processing.steps.read_pages import ReadPages

        return ReadPages(self.file_opener, self.ocr)

    @cached_property
    def _start_ocr(self) -> "StartOcr":
        from billhook.usecases.processing.steps.start_ocr import StartOcr

        return StartOcr(self.files, self.ocr, self.documents, self.clock)

    @cached_property
    def _collect_ocr(self) -> "CollectOcr":
        from billhook.usecases.processing.steps.collect_ocr import CollectOcr

        return CollectOcr(self.ocr, self.clock)

    @cached_property
    def _conclude(self) -> "FinalizeDocument":
        from billhook.usecases.processing.steps.finalize_document import FinalizeDocument

        return FinalizeDocument(
            contents=self.contents,
            find_near_duplicates=self._find_likeness,
            split_file=self._split_file,
            reserve_job_capacity=self._take_places,
            finish_document=self._finish,
            reject_document=self._reject,
            clock=self.clock,
        )

    @cached_property
    def _read_closely(self) -> "ExtractWithFallback":
        from billhook.usecases.processing.steps.analyze_pages import AnalyzePages
        from billhook.usecases.processing.steps.extract_with_fallback import ExtractWithFallback

        analyze = AnalyzePages(self._read_pages, self.expense_analyzer, self.companies, self.budgets, self.clock)
        return ExtractWithFallback(self.extract, self._read_pages, analyze)

    @cached_property
    def _split_file(self) -> "SplitFile":
        from billhook.usecases.processing.steps.split_file import SplitFile

        return SplitFile(self.documents, self.contents, self._find_likeness, self._finish)

    @cached_property
    def _find_likeness(self) -> "FindNearDuplicates":
        from billhook.usecases.processing.steps.find_near_duplicates import FindNearDuplicates

        return FindNearDuplicates(self.documents, self.fingerprints)

    @cached_property
    def _settle_job(self) -> "SettleJob":
        from billhook.usecases.jobs.steps.settle_job import SettleJob

        return SettleJob(self.jobs, self.documents, self.clock)

    @cached_property
    def _activate_bill(self) -> "ActivateBill":
        from billhook.usecases.companies.steps.activate_bill import ActivateBill

        return ActivateBill(self.companies, self.documents, self._rechoose_bill)

    @cached_property
    def _rechoose_bill(self) -> "ReselectActiveBill":
        from billhook.usecases.companies.steps.reselect_active_bill import ReselectActiveBill

        return ReselectActiveBill(self.companies, self.documents)
