"""Receivers in a separate process: they answer at once; for a path that begins with ``/hang`` they never answer."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:"))
    await reader.readexactly(length)
    if b" /hang" in head.split(b"\r\n", 1)[0]:
        await reader.read()  # until the other side gives up
    else:
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
    writer.close()


async def _receive() -> None:
    """Print the port, then serve until terminated."""
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


@contextmanager
def receivers() -> Iterator[str]:
    """The base URL of running receivers."""
    process = subprocess.Popen([sys.executable, "-m", "bench.delivering.receivers"], stdout=subprocess.PIPE)
    try:
        assert process.stdout
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(_receive())
