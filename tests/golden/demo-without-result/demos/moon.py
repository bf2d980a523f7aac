"""Moon."""
