"""The targets of links in texts, and the files published because texts link to them."""
