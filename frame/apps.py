"""App configuration."""

from django.apps import AppConfig


class FrameConfig(AppConfig):
    name = "frame"
    verbose_name = "Frame"

    def ready(self) -> None:
        from django.core.signals import request_finished

        from frame import own_words

        request_finished.connect(own_words.end)
