"""Each command's parameters and `--help`. Its implementation is in the module of the same name one folder up, imported when it runs."""
