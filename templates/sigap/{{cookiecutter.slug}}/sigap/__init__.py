"""SIGAP: field officers get tasks, do them where there may be no signal, and prove them."""
