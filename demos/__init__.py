"""Demonstrations: each runs one idea and says whether its claim held."""
