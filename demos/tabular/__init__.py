"""Demos on numbers in rows: points, tables, small networks."""
