"""Demos that start from, or train, small language models."""
