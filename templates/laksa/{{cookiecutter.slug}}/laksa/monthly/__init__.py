"""The monthly report: a letter with the month's public figures, as PDF/A-2a and PDF/UA-1."""
