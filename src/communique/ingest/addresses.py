"""Which network addresses may be fetched from: public ones, unless private ones are allowed."""

import ipaddress
import socket
from urllib.parse import urlsplit

from communique.errors import FetchError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def checked_addresses(url: str, source: str, allow_private: bool) -> list[str]:
    """The addresses of the host of `url`, all looked at: to connect to, instead of the name.

    Raises FetchError for another scheme than http(s), an unknown host, and a host with any address that is private,
    loopback, link-local, multicast or reserved, unless `allow_private`.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError(source, "not a valid address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise FetchError(source, f"only http and https addresses are fetched, not '{url[:80]}'")
    if parts.username or parts.password:
        raise FetchError(source, "an address with a user name in it is not fetched")
    try:
        found = socket.getaddrinfo(host, port or (443 if parts.scheme == "https" else 80), type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise FetchError(source, f"unknown host '{host}'") from None
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in addresses:
        if not allow_private and not is_public(ipaddress.ip_address(text.split("%")[0])):
            raise FetchError(source, f"'{host}' is a private or reserved address ({text}); not fetched unless allowed")
    if not addresses:
        raise FetchError(source, f"unknown host '{host}'")
    return addresses


def is_public(address: Address) -> bool:
    """Whether an address belongs to the public internet; an IPv4 address inside an IPv6 one counts as itself."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved
