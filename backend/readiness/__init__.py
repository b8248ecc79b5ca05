"""Who is ready for what: plans seen together, and what stands in the way."""
