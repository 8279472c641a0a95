"""Rows and columns on their way out: a list as CSV or XLSX, and open data with its dictionary."""
