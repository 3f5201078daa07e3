"""The knowledge: YAML by layer. Holds no code."""
