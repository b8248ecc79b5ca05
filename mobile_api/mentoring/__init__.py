"""Mentoring agreements, their mentors, and the conversations under them, for phones."""
