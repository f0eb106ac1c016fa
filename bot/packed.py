"""Files that are the same for everybody, sent compressed to who reads that. Never a page: one that holds a secret and
what somebody typed would tell the secret by its length."""

import gzip
from functools import lru_cache

from flask import Response, request


def packed(body: str, mimetype: str) -> Response:
    """Return a response with that text, compressed where the browser takes it."""
    zipped = request.accept_encodings["gzip"] > 0
    response = Response(_zipped(body) if zipped else body, mimetype=mimetype)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=8)
def _zipped(body: str) -> bytes:
    """Compress as well as can be, once for each version of a file."""
    return gzip.compress(body.encode(), 9, mtime=0)
