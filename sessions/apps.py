"""App configuration."""

from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = "Sessions"
