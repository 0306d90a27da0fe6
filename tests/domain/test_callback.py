"""URL templates of callbacks: what they may hold and how they are filled in."""

import pytest

from billhook.domain.callback import fault_of, filled


@pytest.mark.parametrize(
    "template",
    [
        "https://example.com/done",
        "https://example.com/bills/{utility_bill_id}/of/{project_id}",
        "https://example.com/done?job_id={job_id}&status={status}&source=billhook",
        "https://example.com?job={job_id}",
        "https://example.com/<TENANT_ID>/bills?job=<JOB_ID>&bill=<UTILITY_BILL_ID>&of=<PROJECT_ID>&is=<STATUS>",
    ],
)
def test_template_placeholders_are_allowed_in_path_and_query(template: str) -> None:
    assert fault_of(template) is None


@pytest.mark.parametrize(
    "template",
    [
        "https://{project_id}.example.com/done",
        "https://example.com{job_id}/done",
        "https://{status}/done",
        "{job_id}://example.com/done",
        "https://example.com/done#{job_id}",
        "https://example.com/{session_token}",
        "https://example.com/<SESSION_TOKEN>",
        "https://<PROJECT_ID>.example.com/done",
        "https://example.com/<JOB_ID",
        "https://example.com/<job_id>",
        "https://example.com/{job_id",
        "https://example.com/job_id}",
        "https://example.com/{{job_id}}",
        "https://example.com/{}",
    ],
)
def test_template_with_other_placeholders_is_refused(template: str) -> None:
    assert fault_of(template) is not None


def test_template_values_are_escaped() -> None:
    values = {"job_id": "a/../b?c=d&e#f", "status": "succeeded"}

    url = filled("https://example.com/{job_id}?status={status}&project={project_id}", values)

    assert url == "https://example.com/a%2F..%2Fb%3Fc%3Dd%26e%23f?status=succeeded&project="


def test_template_takes_both_notations_of_a_placeholder() -> None:
    assert filled("https://example.com/<JOB_ID>/{job_id}", {"job_id": "a b"}) == "https://example.com/a%20b/a%20b"
