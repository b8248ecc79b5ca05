"""What people keep for themselves, and what shows their practice."""

from web.practice import evidence, notes, reflections

ROOMS = (notes.notes, reflections.reflections, evidence.evidence)
