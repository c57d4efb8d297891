from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "kernel"

    def ready(self) -> None:
        from kernel import checks  # noqa: F401  registers itself
