"""Demos of acting and being rewarded: bandits, small worlds."""
