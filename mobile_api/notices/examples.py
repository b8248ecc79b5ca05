"""Examples of push targets."""

from typing import Any

from mobile_api.cast import AT

PUT_TARGET: dict[str, Any] = {"kind": "fid", "value": "cX9kQ2vTRmm7Zt1bYdWqLp"}
TARGET: dict[str, Any] = {"device_id": "0192f0b8-7d3c-7b1a-9e5f-2a4c6e8f0b1d", "kind": "fid", "seen_at": AT}
