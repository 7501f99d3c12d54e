"""How many must have been asked, or have answered, before anything of a review is shown; below models and gate."""

#: No figure about a side of which fewer people were asked, or fewer answered the question.
FEWEST_ASKED = 7
FEWEST_ANSWERS = 5
#: No comments of fewer different people; a side from which fewer than the second number comment is of its own kind.
FEWEST_COMMENTERS = 10
FEWEST_OF_A_KIND = 3
