"""Stage 3, robot selection."""
