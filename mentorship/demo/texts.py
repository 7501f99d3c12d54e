"""What the people of the demo write to each other. By topic, so that a log fits its pair."""

PURPOSE = (
    "Our leaders decide about tools, channels and customers that they rarely use themselves. People two to five "
    "levels below them use these every day. This program brings the two together for nine months."
)
SUCCESS = (
    "At least three in four pairs meet as they planned.\nIn most pairs both say that they are more confident than "
    "before.\nEvery leader changes one habit or decision because of what they heard."
)

TOPICS = {
    "AI tools at work": (
        "We wrote the quarterly summary together with an assistant and compared it with the one from last year. "
        "Helpful for the first draft, wrong on two figures. I learned to ask it for its sources first.",
        "Why a prompt needs an example of what good looks like. We rewrote three real ones. In return I heard how a "
        "budget round is really decided, which no slide had ever told me.",
        "Where the data goes when one pastes it into a public tool. We made a short list of what never goes in. My own "
        "part: how to say no to a supplier without burning the bridge.",
        "Tried the meeting notes feature on this very talk. It missed the one thing that mattered, the pause before "
        "the answer. Good to see both its use and its limit.",
    ),
    "Social media": (
        "Looked at what people outside say about us, comment by comment. The tone of our replies is the issue, not the "
        "speed. I learned how a board reads such numbers.",
        "We recorded a ninety-second video about the plant visit, without a script. It took four tries and was better "
        "than the polished one. I got feedback on how I open a talk.",
        "Which of our channels young customers really use, with the numbers from last month. Two we could stop "
        "tomorrow. In exchange: how priorities are set when everything is urgent.",
        "What a good question under a post looks like. We answered five together. I learned to wait ten seconds before "
        "I defend a decision.",
    ),
    "How junior colleagues work": (
        "Talked about why people leave in their second year. It is seldom the pay. I did not know that the shadowing "
        "list existed, and will put my name on it.",
        "What a day with eleven hours of calls looks like from below. We agreed on two half days without meetings and "
        "want to see who breaks them first.",
        "How feedback lands when it comes once a year. We practised giving it within a day. I understood what my own "
        "manager is measured by.",
    ),
    "Customers under thirty": (
        "Went through the sign-up as a new customer would, on a phone. Gave up at step six. The list of what to mend "
        "is short, and I now know who decides about it.",
        "Listened to three recorded calls from care. The words we use in the contract are not theirs. I learned how "
        "a pricing decision is prepared.",
        "Compared our unboxing with that of two others. Ours has four layers of plastic. We will bring it to the "
        "packaging round together.",
    ),
    "Inclusion day to day": (
        "Counted who speaks in our monthly round: three of fourteen people had two thirds of the time. We will try a "
        "first round without titles.",
        "What it is like to be the only one with an accent in a call. I had not thought about the speed at which I "
        "talk. We also went through the two talks that are coming up for me.",
        "Festivals that are not in our calendar but in many of our teams. One planning day was moved because of it.",
    ),
}  # fmt: skip

REPLIES = (
    "I had not expected to be asked what I think of the plan, and said it. That was the useful part for me.",
    "Shorter than I wanted, because I came from another call. Next time the first ten minutes are for the list.",
    "I keep one sentence from today: say what it costs before you say what it brings.",
    "We disagreed about the deadline and found out that we meant two different ones.",
)

ACTIONS = (
    ("Send the link to the short course we talked about", "junior"),
    ("Try the assistant on next week's report and note what was wrong", "senior"),
    ("Write down three questions for the plant visit", "junior"),
    ("Invite the care team to the next all-hands", "senior"),
    ("Collect five posts we liked, with the reason", "junior"),
    ("Introduce each other to one colleague", "senior"),
    ("Bring the list of tools the team uses without asking", "junior"),
    ("Block the two half days in the calendar", "senior"),
    ("Record one more video, shorter", "senior"),
    ("Draft the note on what never goes into a public tool", "junior"),
    ("Ask two people who left what would have kept them", "senior"),
    ("Prepare the five-minute demo for the leadership round", "junior"),
)

COMMITMENTS = (
    "Bring a young colleague to each product decision this quarter",
    "No meetings on Wednesday afternoons for my team until summer",
    "Answer the open questions from the all-hands in writing",
    "Use the new planning tool myself for a month before I decide about it",
    "Put the packaging question on the agenda of the operations round",
    "Open the monthly round with someone who has not spoken yet",
    "Sponsor the pilot of the care app with a small budget",
    "Write the next post in my own words",
)

WITHDRAWN = (
    "Open the spring all-hands together with a young colleague",
    "The spring all-hands was dropped for the site visits. I will make another proposal for the autumn.",
)

WINS = (
    "First draft written with the assistant in half the time",
    "The sign-up now has four steps instead of nine",
    "The video had more views than the last three together",
    "Two ideas from our talk are in the plan for next year",
    "Presented to the leadership round for the first time",
    "The half days without meetings have held for three weeks",
    "A tool we had paid for twice is cancelled",
    "Someone from the night shift joined the planning day",
)

INSIGHTS = (
    "Ask the youngest in the room first. They stop contradicting once the boss has spoken.",
    "A public tool is a postcard: write into it only what anyone may read.",
    "People do not skip our newsletter, they never see it. It opens badly on a phone.",
    "Leaders cancel what has no agenda. One line the evening before is enough.",
    "Feedback within a day is worth more than a form once a year.",
    "If a young colleague calls a process annoying, time it. It is usually right.",
)

EXPECTATIONS = (
    "We both come prepared: one question each, sent the day before. We say so early when a date does not work, and we "
    "never cancel twice in a row. Phones stay away unless we use them.",
    "We speak openly and assume good will. Jargon is stopped with a raised hand, on both sides. We try things out "
    "rather than talk about them.",
    "Half of each meeting belongs to the topic, half to whatever is on our minds. We end with one thing that each of "
    "us does until next time.",
)

OBJECTIVES = (
    ("Use two AI tools in the weekly routine", "Two reports drafted with them and checked by hand"),
    ("Post in one's own voice once a fortnight", "Six posts written without the press team"),
    ("Understand why people leave in their second year", "Three talks held, one measure agreed"),
    ("Get used to speaking in the leadership round", "One topic presented, one question asked each month"),
    ("Know how a budget is really decided", "Can explain the round to the own team"),
    ("See the product through a customer's phone", "Five visits to the sign-up, three things mended"),
)

AGENDAS = (
    "What changed since last time? Then the demo of the planning tool, ten minutes. Then the two open questions.",
    "Walk through the comments of last month. Bring the one post that you liked best.",
    "Your talk in the leadership round: opening and the hard question. My side: the assistant on a real report.",
    "",
)

REFLECTIONS = (
    "I was nervous for the first ten minutes and then forgot who I was talking to. That is new.",
    "He interrupts when he is interested, not when he is impatient. Took me two meetings to see the difference.",
    "I noticed that I explain instead of asking. Next time three questions before the first answer.",
    "Said honestly that the town hall felt staged. It went quiet, and then it went well.",
    "I did not say what I think about the reorganisation. Maybe next time.",
    "It is strange to be taught by someone of my daughter's age, and very good for me.",
)

ANSWERS = {
    "junior": (
        "I grew up with short video and know what holds people for the first three seconds. I can show it on a phone "
        "in a quarter of an hour.",
        "I have built small helpers with AI tools for our team and know where they fail. I like explaining without "
        "jargon.",
        "I know what new joiners ask each other but not their managers.",
        "I work with customers of my own age every day and can bring recorded calls.",
    ),
    "senior": (
        "I decide about tools I have never opened. I would like to stop that.",
        "I hear from junior colleagues only through three layers. I want to listen without a slide between us.",
        "My children laugh at my posts. I suspect they are right.",
        "I would like to be asked the questions that nobody asks me any more.",
    ),
}

#: What people use every week, by side: nobody is bound to them, but who shares a tool has something to begin with.
TOOLS_ASKED = "Which tools do you use every week?"
TOOLS = {
    "AI assistants": ("junior", "senior"),
    "Team chat": ("junior", "senior"),
    "Shared documents": ("junior", "senior"),
    "Spreadsheets": ("senior", "junior"),
    "Dashboards": ("senior",),
    "Short videos": ("junior",),
    "Slides": ("senior",),
}

COMMENTS = (
    "Keep the rule that the mentor sets the first topic. It changes the whole conversation.",
    "More pairs across countries, please. That was the best part for me.",
    "An hour is long for a first meeting; forty-five minutes would do.",
    "The reminder the day before saved us twice.",
    "Tell line managers that this counts as work. Mine was surprised.",
    "A list of questions for the third meeting would help, when the easy ones are used up.",
    "I would like to meet the other mentors once.",
    "Please keep it voluntary.",
    "My leader cancels often, but when we meet it is worth it.",
    "Let us see what other pairs have tried out.",
    "Start earlier in the year, before the budget round.",
    "The agreement felt formal and turned out to be useful in the second month.",
    "Nothing to change for me.",
    "A way to swap topics halfway would be good.",
)

WORDS = {
    "team": (
        "When we meet in the office, Helen sends me notes to type up for her team afterwards. I do not want to end it, "
        "I only do not know how to say no to that."
    ),
    "trusted": (
        "I would like to know what happens to my contract if I ask for another partner. Could we speak, without the "
        "program team knowing?"
    ),
}
WORD_ANSWER = (
    "Thank you for telling me. Nobody else knows of it. The guide says that neither of you works for the other here; "
    "shall I remind all leaders of that in the next newsletter, so that it does not come from you?"
)
