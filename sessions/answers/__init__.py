"""What calendars answer to invitations (iTIP, RFC 5546, by mail, RFC 6047): read, and shown to the other one."""
