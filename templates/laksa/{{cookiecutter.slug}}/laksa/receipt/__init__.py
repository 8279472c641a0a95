"""The receipt of a report: what was received and until when it is answered, on the letterhead."""
