"""PDFs on the region's letterhead, each with a number and a code by which anybody may check it."""
