"""Files of a company against its quota of the day."""

from datetime import timedelta

import pytest

from billhook.domain.errors import QuotaExceeded
from billhook.usecases.intake.create_drop import CreateDrop
from billhook.usecases.intake.offer_uploads import OfferUploads
from billhook.usecases.intake.submit_documents import RemoteFile, SubmissionOptions, SubmitDocuments, UploadedFile
from billhook.usecases.intake.upload_to_drop import UploadToDrop
from tests.builders import COMPANY, a_company, a_principal
from tests.fakes import NOW, World
from tests.usecases.wiring import wired

PDF = UploadedFile("bill.pdf", b"%PDF-1.7")
LINK = RemoteFile("https://files.example.org/a.pdf")


def submit(world: World, *files: UploadedFile | RemoteFile) -> None:
    wired(world).get(SubmitDocuments)(a_principal(), COMPANY, files, SubmissionOptions())


def test_limit_files_refuses_a_request_that_exceeds_the_day(world: World) -> None:
    world.companies.add(a_company(files_per_day=3))
    submit(world, PDF, LINK)

    with pytest.raises(QuotaExceeded, match=r"3 files a day \(UTC\)\. 1 are left, and the request has 2"):
        submit(world, PDF, PDF)

    assert world.budgets.get(COMPANY, NOW).files == len(world.memory.documents) == 2


def test_limit_files_names_the_seconds_until_midnight(world: World) -> None:
    world.companies.add(a_company(files_per_day=0))

    with pytest.raises(QuotaExceeded) as refused:
        submit(world, PDF)

    again = NOW + timedelta(seconds=refused.value.retry_after)
    assert (again.date(), again.hour, again.minute) == (NOW.date() + timedelta(days=1), 0, 0)


def test_limit_files_begins_again_on_the_next_day(world: World) -> None:
    world.companies.add(a_company(files_per_day=1))
    submit(world, PDF)
    world.clock.advance(timedelta(days=1))

    submit(world, PDF)

    assert len(world.memory.documents) == 2


def test_limit_files_counts_forms_of_a_drop(world: World) -> None:
    world.companies.add(a_company(files_per_day=1))
    container = wired(world)
    _, token = container.get(CreateDrop)(a_principal(), COMPANY)
    container.get(UploadToDrop)(token, file_name="a.pdf")

    with pytest.raises(QuotaExceeded):
        container.get(UploadToDrop)(token, file_name="b.pdf")


def test_limit_files_counts_forms_for_files_too_large(world: World) -> None:
    world.companies.add(a_company(files_per_day=1))

    with pytest.raises(QuotaExceeded):
        wired(world).get(OfferUploads)(a_principal(), COMPANY, ["a.pdf", "b.pdf"])
