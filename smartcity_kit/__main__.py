"""`python -m smartcity_kit` is the same as `smartcity`."""

from smartcity_kit.cli import main

main()
