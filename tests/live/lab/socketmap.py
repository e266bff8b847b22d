#!/usr/bin/python3
# A server of the socketmap protocol, with the lines of a file as its one map `senders`:
#   socketmap.py PORT FILE
from __future__ import annotations

import asyncio
import sys
from asyncio import StreamReader, StreamWriter
from pathlib import Path


async def netstring(stream: StreamReader) -> str:
    size = int((await stream.readuntil(b":"))[:-1])
    return (await stream.readexactly(size + 1))[:-1].decode()


async def main() -> None:
    owners = dict(line.split(" ", 1) for line in Path(sys.argv[2]).read_text().splitlines())

    async def serve(reader: StreamReader, writer: StreamWriter) -> None:
        try:
            while True:
                name, key = (await netstring(reader)).split(" ", 1)
                answer = f"OK {owners[key]}" if key in owners else "NOTFOUND "
                if name != "senders":
                    answer = "PERM no such map"
                writer.write(f"{len(answer)}:{answer},".encode())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
