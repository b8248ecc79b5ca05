"""Plans, requests, sign-offs and what waits, for phones."""
