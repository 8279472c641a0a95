"""SEGAR: what food costs in each market today, and how that changes."""
