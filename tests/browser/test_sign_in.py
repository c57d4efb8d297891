"""The first door, in a real browser."""

from django.utils import timezone

from people.domain import invitations
from tests.conftest import PASSWORD


def test_ada_signs_in_by_keyboard_alone(new_page, site, with_password, ada):
    with_password(ada)
    page = new_page(base_url=site)
    page.goto("/sign-in/?next=/account/")

    page.keyboard.type("S-ada")
    while page.evaluate("document.activeElement.id") != "id_password":
        page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/account/")

    assert page.get_by_role("heading", level=1).count() == 1
    assert page.context.cookies()[0]["httpOnly"]


def test_a_page_that_is_refused_a_script_would_fail(new_page, site, watch, academy):
    page = new_page(base_url=site)
    page.goto("/sign-in/")

    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.x = 1'}))"
    )

    assert (page.evaluate("window.x"), len(watch.unforgiven)) == (None, 1)
    watch.forgive("Content Security Policy")


def test_the_door_meets_wcag(new_page, site, axe, academy):
    page = new_page(base_url=site)
    page.goto("/sign-in/")

    axe(page)


def test_an_invited_hire_chooses_a_password_by_the_link(new_page, site, ada, hana):
    """A page that sent no referrer would post its form without an origin and be refused."""
    invitation = invitations.invite(ada, by=hana, now=timezone.now())
    page = new_page(base_url=site)
    page.goto(invitations.link_of(invitation))

    page.locator("#id_password").fill("a road of my own choosing")
    page.get_by_role("button", name="Save and sign in").click()
    page.wait_for_url(f"{site}/")

    assert page.get_by_role("heading", level=1).count() == 1
