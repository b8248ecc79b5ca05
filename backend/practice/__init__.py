"""What mentors jot down in the moment, to sign or write up later."""
