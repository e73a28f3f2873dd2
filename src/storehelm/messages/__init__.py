"""Tell people: what is said leaves by mail. Nothing here decides what is said, or to whom."""
