"""How many must have been asked, or have answered, before anything of a review is shown; below models and gate."""

#: No figure about a side of which fewer people were asked, or fewer answered the question.
FEWEST_ASKED = 7
FEWEST_ANSWERS = 5
#: No comments of fewer different people; a side from which fewer than the second number comment is of its own kind.
FEWEST_COMMENTERS = 10
FEWEST_OF_A_KIND = 3
#: Besides those who ask for a change under their name, so many of a side must have answered before a figure about it is
#: printed or hidden for another reason: the reader, one who has, and one who has not.
FEWEST_BESIDE_NAMED = 3
