"""`python -m generator.cli`: the command where it is not on the path."""

from generator.cli.main import main

main()
