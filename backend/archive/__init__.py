"""Copies of what the house keeps about people, for people to keep."""
