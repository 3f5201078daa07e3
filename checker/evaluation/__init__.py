"""A year of case files: found, checked and scored each on its own, then ranked, counted and compared."""
