"""How often one address may send."""

from smartcity_base.limits import named

# What reporters and strangers write; apps of others count by their tokens.
SENT = named("laksa:sent", most="reports_per_hour")
# A code has 80 random bits, so this only keeps a program from asking all day.
TRACKED = named("laksa:tracked", most=1200)
