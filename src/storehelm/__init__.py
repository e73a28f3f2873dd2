"""Storehelm does the work of an e-commerce manager for an online store."""

__version__ = "0.1.0"
