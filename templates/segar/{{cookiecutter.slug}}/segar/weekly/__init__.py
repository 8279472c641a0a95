"""The weekly report: what a week's prices say, as a page and as a paper for the leaders."""
