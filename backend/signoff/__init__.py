"""Plans, requests and sign-offs: what is signed, what is missing, and who can give it."""
