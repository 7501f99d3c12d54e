"""The ground floor of the house."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "people"
    verbose_name = "People"

    def ready(self) -> None:
        from people import checks  # noqa: F401  (registers the system check on views)
