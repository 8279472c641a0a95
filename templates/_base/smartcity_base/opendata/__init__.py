"""An app's open data: files with their dictionary, and a catalogue that other portals collect."""
