"""What ends a word with a sentence for the operator."""


class Stop(Exception):
    """It was not done. The text says why, and what to do about it."""
