"""What files beside the texts hold: each kind is taken apart, and written anew with only what readers are meant to get."""
