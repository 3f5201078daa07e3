"""The catalogue: what the law demands, as data in layers."""
