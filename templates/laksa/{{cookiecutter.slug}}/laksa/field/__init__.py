"""Field officers of SIGAP who look after a report on the spot. Without SIGAP none of it shows."""
