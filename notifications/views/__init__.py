"""Pages of the inbox, of the preferences and of the outbox."""
