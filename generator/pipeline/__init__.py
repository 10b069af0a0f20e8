"""The order of the steps of each command: what is read is checked, published, sealed, built or reported."""
