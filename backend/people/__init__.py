"""Organisations, areas, sites, and the people appointed to them."""
