"""The command line: the sole owner of exit codes, and one module for each command."""
