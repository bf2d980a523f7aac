"""What demos share, and nothing that a term names: that is always in the demo itself."""
