"""The prices as open data: a file with its dictionary, offers, and a catalogue for machines."""
