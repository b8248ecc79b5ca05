"""What is written down about people, as pages."""

from web.records import agreeing, faces, lists, reading, writing

ROOMS = (lists.lists, writing.writing, reading.records, agreeing.agreeing)

__all__ = ["ROOMS", "faces"]
