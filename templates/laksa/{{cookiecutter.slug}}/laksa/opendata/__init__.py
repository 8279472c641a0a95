"""The reports as open data: two files, their dictionary, and a catalogue that machines read."""
