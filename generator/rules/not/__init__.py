"""Still to come by merge."""
