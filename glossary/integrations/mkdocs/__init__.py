"""The MkDocs plugin; only this package imports MkDocs."""
