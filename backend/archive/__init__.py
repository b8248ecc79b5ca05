"""What people take away with them: their own copy of everything, as data and on paper."""
