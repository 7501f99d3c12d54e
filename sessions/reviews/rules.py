"""Who may: reviews."""

from people.access import signed_in
from programs.rules import manages_programs

answers_reviews = signed_in
runs_reviews = manages_programs
