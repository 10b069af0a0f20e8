"""The command line: one module for each command. Only this package decides exit codes."""
