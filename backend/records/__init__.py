"""One way to write something down about a person and agree on it: drafted, shared, discussed, answered, amended."""
