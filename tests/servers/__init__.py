"""Real Debian servers for the tests, each with its own systemd, sshd and address."""
