"""Pages go over the wire compressed: a phone on a poor line is where this is used."""

import gzip

from flask import Response, request

WORTH_IT = 1024
LEVEL = 5


def pack(response: Response) -> Response:
    """Compresses a page of more than 1 kB for whoever reads that."""
    if response.mimetype != "text/html" or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) > WORTH_IT and request.accept_encodings.quality("gzip") > 0:
        response.set_data(gzip.compress(body, LEVEL, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
    return response
