"""The case file: names, conversion from text, and loading."""
