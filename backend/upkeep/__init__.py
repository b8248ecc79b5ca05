"""Keeping the house in order: migrations, guards, and verifying that tables and log agree."""
