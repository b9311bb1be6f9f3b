"""Stage 4, chain-of-thought reasoning."""
