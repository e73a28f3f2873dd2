"""Who does what by when, and what is due?"""
