"""The simulated store: a seeded world stepped by day. Only its connector and the benches import it."""
