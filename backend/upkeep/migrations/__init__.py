"""Numbered migrations, one head, forth and back on both databases."""
