"""What happened: outbox, audit trail, mail, and errors in plain words."""
