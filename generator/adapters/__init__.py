"""Everything impure: files, clock, git, the builder."""
