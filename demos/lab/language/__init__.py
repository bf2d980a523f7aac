"""The language bench: a base model, the world that it has read about, training and evaluation."""
