"""What the modules and the probe share. Standard library only: the probe runs it by itself."""
