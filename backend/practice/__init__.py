"""What is seen of somebody's practice: notes jotted in the moment, observations and discussions, evidence, reflections, and
how long nobody has had any."""
