from django.utils import timezone

from people.domain import throttle
from policies import schema
from policies.domain import drafts
from policies.models import Edition


def test_sign_in_limits_come_from_the_edition_in_force(root, hana):
    now = timezone.now()
    text = schema.shipped_text("accounts").replace("sign_in_per_account = 10", "sign_in_per_account = 6")
    made = drafts.draft("accounts", text=text, in_force_from=timezone.localdate(), reason="x", by=root, now=now)

    drafts.publish(drafts.submit(made, by=root, now=now), by=hana, now=now)

    assert throttle.limits().sign_in_per_account == 6


def test_sign_in_goes_on_before_figures_are_taken_in(db):
    assert not Edition.objects.exists()

    assert throttle.limits() == throttle.SignInLimits()
