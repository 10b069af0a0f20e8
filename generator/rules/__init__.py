"""The rules: one file each, one folder a family, one explicit list of them all."""
