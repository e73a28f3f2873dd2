"""The HTTP API: every operation of the registry, at its name."""
