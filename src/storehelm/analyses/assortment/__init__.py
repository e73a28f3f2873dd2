"""What is sold: which products earn, which lie, which are missing."""
