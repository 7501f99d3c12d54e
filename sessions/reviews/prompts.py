"""The kinds of message that show who has not answered yet."""

PROMPTS = ("review_prompt", "review_closing")
