"""What each command takes and says in `--help`; what it does is in the module of the same name one folder up, imported when it is run."""
