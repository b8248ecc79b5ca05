"""The description of the API, for whoever builds on it."""

from flask import Response, current_app

from mobile_api.conditional import tagged
from mobile_api.describing import Room

room = Room("description", __name__, description="What this API is.")


@room.operation("GET", "/v1/openapi.json", gives={200: {"type": "object"}, 304: None}, is_public=True, has_tag=True)
def openapi() -> Response:
    """Read this description."""
    return tagged(current_app.extensions["description"], current_app.extensions["edition"])
