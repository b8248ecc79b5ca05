"""Files in a store that speaks S3: a bucket of one's own, under a prefix."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO
from urllib.parse import SplitResult, parse_qs, urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException
from urllib3.exceptions import HTTPError

from backend.kernel.files import digest_of, place_of, unavailable
from backend.kernel.ids import Id

AWS = "https://s3.amazonaws.com"
REGION = "us-east-1"
SECONDS = 15.0
TRIES = 2


class BucketFiles:
    """Files in a bucket. The store checks on arrival that it got what was sent, and answers once that is durable."""

    def __init__(self, client: Minio, bucket: str, prefix: str) -> None:
        self._client, self._bucket, self._prefix = client, bucket, prefix

    def put(self, org: Id, raw: bytes) -> str:
        """Sends it. Raises `file.unavailable`."""
        digest = digest_of(raw)
        with _trouble():
            self._client.put_object(self._bucket, self._name(org, digest), BytesIO(raw), len(raw))
        return digest

    def open(self, org: Id, digest: str) -> BinaryIO:
        """The file, read into memory: a connection is not kept for as long as a slow phone takes.

        Raises `file.unavailable`.
        """
        with _trouble():
            answer = self._client.get_object(self._bucket, self._name(org, digest))
            try:
                return BytesIO(answer.read())
            finally:
                answer.close()
                answer.release_conn()

    def has(self, org: Id, digest: str) -> bool:
        """Whether it is there. Raises `file.unavailable`."""
        with _trouble():
            found = self._client.list_objects(self._bucket, prefix=self._name(org, digest))
            return any(one.object_name == self._name(org, digest) for one in found)

    def _name(self, org: Id, digest: str) -> str:
        return self._prefix + place_of(org, digest)


def open_bucket(address: SplitResult, key: str, secret: str) -> BucketFiles:
    """The bucket at `s3://bucket/prefix?endpoint=https://...&region=...`. Opens no connection yet.

    Without an endpoint it is Amazon's. Raises `ValueError` for an address that names no bucket or a strange endpoint.
    """
    asked = {name: values[-1] for name, values in parse_qs(address.query).items()}
    endpoint = urlsplit(asked.get("endpoint", AWS))
    if not address.netloc or endpoint.scheme not in ("http", "https") or not endpoint.netloc:
        raise ValueError("a bucket is named as s3://bucket/prefix?endpoint=https://...")
    retries = urllib3.Retry(TRIES, backoff_factor=0.2, status_forcelist=[500, 502, 503, 504])
    client = Minio(
        endpoint.netloc,
        access_key=key,
        secret_key=secret,
        secure=endpoint.scheme == "https",
        region=asked.get("region", REGION),
        http_client=urllib3.PoolManager(timeout=urllib3.Timeout(SECONDS), maxsize=16, retries=retries),
    )
    prefix = address.path.strip("/")
    return BucketFiles(client, address.netloc, f"{prefix}/" if prefix else "")


@contextmanager
def _trouble() -> Iterator[None]:
    try:
        yield
    except (MinioException, HTTPError, OSError) as error:
        raise unavailable() from error
