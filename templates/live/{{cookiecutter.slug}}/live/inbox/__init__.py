"""One inbox and one list of submissions for all apps: what they tell LIVE of a person."""
