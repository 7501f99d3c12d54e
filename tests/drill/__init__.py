"""`make drill`: the outbox under everything that can go wrong at once, with real parts; see `__main__`."""
