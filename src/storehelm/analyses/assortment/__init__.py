"""What is sold: which products earn, which lie, which are missing, and at which price."""
