"""What people of programs say to each other and show each other, beside their meetings."""

from community.models.manager_word import ManagerWord
from community.models.milestone import Milestone, SharedWin
from community.models.reflection import ReflectionAnswer, ReflectionQuestion
from community.models.settings import ProgramCommunity
from community.models.thanks import Thanks

__all__ = [
    "ManagerWord",
    "Milestone",
    "ProgramCommunity",
    "ReflectionAnswer",
    "ReflectionQuestion",
    "SharedWin",
    "Thanks",
]
