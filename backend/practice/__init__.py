"""What is seen of somebody's practice: notes of the moment, observations and discussions, evidence and reflections."""
