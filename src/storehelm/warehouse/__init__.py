"""The facts of one store: canonical tables with versions, loaded atomically and asked in one SQL dialect."""
