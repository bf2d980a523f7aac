"""Tide, changed."""
