"""Assortment: what is sold, at which price, from which shelf."""
