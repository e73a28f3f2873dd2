"""The operational database: people, stores, goals, costs, audit. SQLite by default, PostgreSQL by a setting."""
