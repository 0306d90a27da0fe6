"""Access policy: foreign, absent and deleted things are not found."""

import pytest

from billhook.domain.destination import DestinationType
from billhook.domain.errors import NotFound, UnknownReference
from billhook.domain.ids import CompanyId, SiteId
from billhook.usecases.access.access_policy import AccessPolicy
from tests.builders import (
    COMPANY,
    a_company,
    a_delivery,
    a_destination,
    a_document,
    a_job,
    a_key,
    a_principal,
    a_site,
    an_event,
    an_id,
)
from tests.fakes import NOW, World
from tests.usecases.callers import CALLER, STRANGER
from tests.usecases.stored_documents import api


@pytest.fixture
def policy(world: World) -> AccessPolicy:
    return api(world).get(AccessPolicy)


def test_company_of_another_account_is_not_found(policy: AccessPolicy) -> None:
    assert policy(CALLER, COMPANY).id == COMPANY
    with pytest.raises(NotFound):
        policy(STRANGER, COMPANY)


def test_company_deleted_is_not_found(world: World, policy: AccessPolicy) -> None:
    world.memory.companies[COMPANY] = a_company(deleted=NOW)

    with pytest.raises(NotFound):
        policy(CALLER, COMPANY)


def test_company_outside_the_limits_of_a_key_is_not_found(world: World, policy: AccessPolicy) -> None:
    limited = a_principal(all_companies=False)
    world.accounts.add_key(a_key(companies=(CompanyId(an_id()),)))

    with pytest.raises(NotFound):
        policy(limited, COMPANY)


@pytest.mark.parametrize("companies", [(COMPANY,), ()])
def test_limits_come_from_the_token_or_else_from_the_key(
    world: World, policy: AccessPolicy, companies: tuple[CompanyId, ...]
) -> None:
    other = CompanyId(an_id())
    world.accounts.add_key(a_key(companies=(other,)))

    limits = policy.limits(a_principal(all_companies=False, companies=companies))

    assert limits == (companies or (other,))


def test_site_of_another_account_is_not_found(world: World, policy: AccessPolicy) -> None:
    site = a_site()
    world.companies.add_site(site)

    assert policy.site(CALLER, site.id) == site
    with pytest.raises(NotFound):
        policy.site(STRANGER, site.id)


def test_site_deleted_is_not_found(world: World, policy: AccessPolicy) -> None:
    site = a_site(deleted=NOW)
    world.companies.add_site(site)

    with pytest.raises(NotFound):
        policy.site(CALLER, site.id)


def test_site_at_another_company_is_not_found(world: World, policy: AccessPolicy) -> None:
    site = a_site(company_id=CompanyId(an_id()))
    world.companies.add_site(site)

    with pytest.raises(NotFound):
        policy.site_at(CALLER, COMPANY, site.id)


def test_site_in_a_body_unknown_to_the_company_is_refused(policy: AccessPolicy) -> None:
    with pytest.raises(UnknownReference) as refused:
        policy.site_of(a_company(), SiteId(an_id()), pointer="/site")

    assert [problem.pointer for problem in refused.value.problems] == ["/site"]


def test_job_of_another_account_is_not_found(world: World, policy: AccessPolicy) -> None:
    job = a_job()
    world.jobs.add(job, [])

    assert policy.job(CALLER, job.id) == job
    with pytest.raises(NotFound):
        policy.job(STRANGER, job.id)


def test_document_that_is_an_archive_is_only_a_file(world: World, policy: AccessPolicy) -> None:
    archive = a_document(is_archive=True)
    world.memory.documents[archive.id] = archive

    assert policy.file(CALLER, archive.id) == archive
    with pytest.raises(NotFound):
        policy.document(CALLER, archive.id)


def test_file_deleted_is_not_found(world: World, policy: AccessPolicy) -> None:
    document = a_document(deleted=NOW)
    world.memory.documents[document.id] = document

    with pytest.raises(NotFound):
        policy.file(CALLER, document.id)


def test_callback_of_another_type_is_not_found(world: World, policy: AccessPolicy) -> None:
    webhook, callback = a_destination(), a_destination(type=DestinationType.CALLBACK)
    for destination in (webhook, callback):
        world.destinations.add(destination)

    assert policy.callback(CALLER, COMPANY, callback.id) == callback
    with pytest.raises(NotFound):
        policy.callback(CALLER, COMPANY, webhook.id)


def test_delivery_outlives_its_destination(world: World, policy: AccessPolicy) -> None:
    destination = a_destination(deleted=NOW)
    world.memory.destinations[destination.id] = destination
    delivery = a_delivery(an_event(), destination)
    world.deliveries.add(delivery)

    assert policy.delivery(CALLER, delivery.id) == delivery
    with pytest.raises(NotFound):
        policy.destination(CALLER, destination.id)


def test_default_company_is_that_of_the_key(world: World, policy: AccessPolicy) -> None:
    assert policy.usual_company(CALLER) is None
    world.accounts.add_key(a_key(default_company=COMPANY))

    assert policy.usual_company(CALLER) == COMPANY
