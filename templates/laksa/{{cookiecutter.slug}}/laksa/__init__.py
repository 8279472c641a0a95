"""LAKSA: citizens send reports, agencies follow them up, everyone sees how far they are."""
