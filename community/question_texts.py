"""Questions in our own words: four that come with every program, and more to choose from."""

from django.utils.translation import gettext_lazy as _

STANDARD = (
    _("What do you know, or can you do, that somebody senior in this organisation could learn from you?"),
    _("How has learning from somebody younger than you changed the way you look at your work?"),
    _("What was hard about sharing what you know with another generation, and what helped?"),
    _("Where in this organisation could learning from juniors change the most, if somebody dared to begin?"),
)
MORE = (
    _("When did you last say “I did not know that” at work, and what happened next?"),
    _("What do people of your age take for granted here that others cannot see?"),
    _("Which meeting of the last month would you hold differently now?"),
    _("What have you stopped explaining, because you began to ask?"),
    _("What would you like to be asked by the other of your pairing?"),
    _("Which rule of this organisation would you explain to a newcomer with a sigh?"),
    _("What have you tried out since you began to meet, however small?"),
    _("Whom else should somebody in this organisation listen to for an hour?"),
)
LIBRARY = (*STANDARD, *MORE)
