"""A server that does nothing: what is left is the client, the kernel, and uvicorn.

It reads the request and answers with fixed bytes. How fast the client is against it bounds what the client can tell
about any other server.
"""

import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import uvicorn

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class BareResponder:
    """Answers everything with the same bytes.

    Args:
        body: What it answers; as long as a card, so that the client reads as much.
    """

    def __init__(self, body: bytes) -> None:
        self._body = body
        self._headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Serve one ASGI connection."""
        if scope["type"] != "http":
            raise TypeError(scope["type"])
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": self._body})


def main() -> None:
    """Serve on 127.0.0.1; arguments: the port, and a file with what to answer."""
    port, body = sys.argv[1:]
    uvicorn.run(
        BareResponder(Path(body).read_bytes()),
        host="127.0.0.1",
        port=int(port),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        access_log=False,
        log_config=None,
        server_header=False,
    )


if __name__ == "__main__":
    main()
