"""Documents that people send: inspected, scanned, and given out as downloads alone."""
