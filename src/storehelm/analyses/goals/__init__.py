"""Goals: will they be reached."""
