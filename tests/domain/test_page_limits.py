"""Limits of what is read of a file."""

from dataclasses import replace

from billhook.domain.page_limits import PageLimits


def test_limits_are_those_of_the_documentation() -> None:
    limits = PageLimits()

    assert (limits.file_bytes, limits.pdf_pages, limits.archive_files) == (50 * 1024 * 1024, 300, 200)


def test_limits_can_be_replaced() -> None:
    assert replace(PageLimits(), sync_pages=1).sync_pages == 1
