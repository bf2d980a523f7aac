"""Helpers that know nothing of glossaries: files, processes, spooling, snapshots."""
