"""The first page: what is next, what is owed, what changed. Each module knows one role; a person may have several."""
