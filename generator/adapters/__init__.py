"""Everything impure: files, clock, git, the press."""
