"""The demo: two invented organisations whose last half year is told anew, act by act, so that it always ends today."""
