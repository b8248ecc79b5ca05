"""Bringing people in from a spreadsheet: reading it, saying what would happen, doing it; and the list to take out."""
