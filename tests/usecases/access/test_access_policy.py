"""Access policy."""

import pytest

from billhook.domain.company import Principal
from billhook.domain.errors import (
    NotFound,
    UnknownReference,
)
from billhook.usecases.access.access_policy import AccessPolicy
from tests.builders import (
    COMPANY,
    a_company,
    a_document,
    a_principal,
    a_site,
    an_id,
)
from tests.fakes import World
from tests.usecases.wiring import wired


@pytest.fixture
def policy(world: World) -> AccessPolicy:
    world.companies.add(a_company())
    return wired(world).get(AccessPolicy)


def test_policy_gives_the_company_of_the_account(policy: AccessPolicy) -> None:
    assert policy(a_principal(), COMPANY).id == COMPANY


@pytest.mark.parametrize("principal", [a_principal(account_id=an_id()), a_principal(all_companies=False)])
def test_policy_hides_a_foreign_company(policy: AccessPolicy, principal: Principal) -> None:
    with pytest.raises(NotFound):
        policy(principal, COMPANY)


def test_policy_hides_archives_as_documents(policy: AccessPolicy, world: World) -> None:
    archive = a_document(is_archive=True)
    world.documents.add(archive, ())

    assert policy.file(a_principal(), archive.id) == archive
    with pytest.raises(NotFound):
        policy.document(a_principal(), archive.id)


def test_policy_refuses_a_site_of_another_company(policy: AccessPolicy, world: World) -> None:
    site = a_site(company_id=an_id())
    world.companies.add_site(site)

    with pytest.raises(UnknownReference):
        policy.site_of(a_company(), site.id)
