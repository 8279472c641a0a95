"""How numbers and days are written: a price reads the same in every language of the screen."""
