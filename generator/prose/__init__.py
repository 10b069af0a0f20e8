"""What sentences say, as far as rules and ledger have to know it: clauses, denials, what a text is about, the figures in it."""
