"""Verbs that change programs, cycles, participants and todos."""

from programs.services.todos import complete_todo, finish_todo, raise_todo

__all__ = ["complete_todo", "finish_todo", "raise_todo"]
