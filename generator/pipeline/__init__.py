"""The order of steps behind each command: a site is checked, then published, sealed, built or reported on."""
