"""Side by side measurements of building the same pages: `make bench`."""
