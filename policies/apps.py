from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = _("Policies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.utils import timezone

        from people.domain import throttle
        from policies.domain.editions import PolicyError, figures

        def limits() -> object:
            try:
                return figures("accounts", timezone.localdate())
            except PolicyError:  # before the first sync: the way in must not depend on it
                return throttle.SignInLimits()

        throttle.use_limits(limits)
