"""The decision at the end of a plan: proposed by one, confirmed by another, and resting on what is signed."""
