from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Policies")
    default_auto_field = "django.db.models.BigAutoField"
    APPEND_ONLY = ("policies_edition", "policies_retirement")

    def ready(self) -> None:
        from people.domain.throttle import use_limits

        use_limits(sign_in_limits)


def sign_in_limits() -> Any:
    """The figures of “accounts” in force today; those of the code until the shipped editions are taken in."""
    from django.utils import timezone

    from people.domain.throttle import SignInLimits
    from policies.domain.editions import PolicyError, figures

    try:
        return figures("accounts", timezone.localdate())
    except PolicyError:
        return SignInLimits()
