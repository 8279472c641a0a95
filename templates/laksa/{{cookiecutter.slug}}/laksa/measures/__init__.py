"""What is counted and timed: one row per report, read from its events and nothing else."""
