"""What one agency does to a report, told to the others that work on it."""
