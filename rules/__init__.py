"""The rules of the checker: the catalogue, what derives facts from a case file, and the engine that judges them."""
