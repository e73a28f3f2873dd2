"""Is the store's revenue as it should be, what moved it, and what would raise it?"""
