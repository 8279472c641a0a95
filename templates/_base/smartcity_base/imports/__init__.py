"""Tables that officers bring in: looked at first, told by row and column, all or nothing."""
