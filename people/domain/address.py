"""Where a request came from. Pure."""

from ipaddress import ip_address

UNKNOWN = "unknown"


def client_address(remote: str, forwarded: str, proxies: int) -> str:
    """The address `proxies` steps from the right of X-Forwarded-For; what a client wrote further left is not believed.

    With no proxy of ours in front the header is ignored altogether (hazard 83).
    """
    if proxies == 0:
        return plain(remote)
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    if len(hops) < proxies:
        return plain(remote)
    return plain(hops[-proxies])


def plain(text: str) -> str:
    try:
        return str(ip_address(text.strip().strip("[]")))
    except ValueError:
        return UNKNOWN
