"""A signed webhook: entries as JSON, posted to an address that was looked at before.

The headers: `Communique-Delivery` (the same for the same entries to the same address), `Communique-Timestamp` (seconds
since 1970) and `Communique-Signature`: `sha256=` and the HMAC-SHA256, in hex, of timestamp, a full stop and the body.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Sequence
from contextlib import closing

from communique.errors import FetchError, UsageError, one_line
from communique.ingest.addresses import checked_addresses
from communique.ingest.fetch import pinned
from communique.outgoing.entry import Entry
from communique.outgoing.failure import DeliveryError
from communique.outgoing.feeds import item_of

TIMEOUT = 20.0  # seconds
SECRET = "whs_"
GONE = 410


def new_secret() -> str:
    """A secret of 256 bits."""
    return SECRET + secrets.token_hex(32)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The value of `Communique-Signature`."""
    signed = f"{timestamp}.".encode() + body
    return "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def body_of(search: str, what: str, entries: Sequence[Entry]) -> bytes:
    """What is posted: the search's name, what it follows, and items as in a JSON Feed."""
    told = {"search": search, "what": what, "items": [item_of(entry) for entry in entries]}
    return json.dumps(told, ensure_ascii=False).encode("utf-8", "replace")


def checked(address: str, allow_private: bool) -> str:
    """An address that may be posted to. Raises UsageError for another scheme, an unknown or private host."""
    try:
        checked_addresses(address, address, allow_private)
    except FetchError as error:
        raise UsageError(str(error)) from error
    return address


def post(address: str, secret: str, body: bytes, key: str, timestamp: int, allow_private: bool = False) -> None:
    """Post entries; redirects are not followed, the answer's body is not read. Raises DeliveryError unless it is 2xx.

    The connection goes to the very address that was checked, so that a name that resolves otherwise the second time gains
    nothing. Environment proxies are not used.
    """
    import httpx

    headers = {
        "Content-Type": "application/json",
        "Communique-Delivery": key,
        "Communique-Timestamp": str(timestamp),
        "Communique-Signature": signature(secret, timestamp, body),
    }
    try:
        addresses = checked_addresses(address, address, allow_private)
        with (
            httpx.Client(trust_env=False, timeout=TIMEOUT, follow_redirects=False) as client,
            closing(pinned(client, "POST", address, addresses, headers, body)) as response,
        ):
            status, reason = response.status_code, response.reason_phrase
    except FetchError as error:
        raise DeliveryError(error.reason) from error
    except httpx.TimeoutException:
        raise DeliveryError(f"no answer within {TIMEOUT:g} seconds") from None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise DeliveryError(f"could not be reached: {one_line(error)}") from error
    if not 200 <= status < 300:
        raise DeliveryError(f"the server answered {status} {reason}".rstrip(), gone=status == GONE)
