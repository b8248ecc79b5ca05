"""NHS numbers: ten digits, of which the last checks the others."""

import re
from collections.abc import Iterator

_NUMBER = re.compile(r"(?<![\d+/.])(\d{3})[ .-]?(\d{3})[ .-]?(\d{4})(?![\d/])", re.ASCII)


def nhs_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Where NHS numbers stand; a number with a wrong check digit is none."""
    for found in _NUMBER.finditer(text):
        if is_nhs_number("".join(found.groups())):
            yield found.span()


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits are an NHS number; with a nought in front they are a telephone's.

    Source: NHS data dictionary, NHS NUMBER (modulus 11).
    """
    if digits[0] == "0" or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])  # a remainder of ten is no digit, and never equal
