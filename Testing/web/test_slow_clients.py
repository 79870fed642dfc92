"""Connections that hold a place without asking for anything are ended, and no others."""

import asyncio
import contextlib

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from PCRPredictorWeb.slow_clients import SlowClients


def test_half_a_request_is_ended_and_neither_long_work_nor_a_slow_answer_is(tmp_path):
    slow = SlowClients(patience=0.3)
    (tmp_path / "large").write_bytes(bytes(40_000_000))  # more than the buffers of both ends hold

    ended = asyncio.Event()

    async def long(_request):
        await ended.wait()
        return web.Response(text="done")

    async def large(_request):
        return web.FileResponse(tmp_path / "large")

    async def serve():
        app = web.Application()
        app.router.add_get("/long", long)
        app.router.add_get("/large", large)
        async with TestClient(TestServer(app)) as client:
            watching = asyncio.get_running_loop().create_task(slow.watch(client.server.runner.server))
            reader, writer = await asyncio.open_connection(client.host, client.port)
            writer.write(b"GET /long HTTP/1.1\r\nHost: x\r\n")
            working = asyncio.ensure_future(client.get("/long"))
            download = await client.get("/large")
            with contextlib.suppress(ConnectionError):
                assert await asyncio.wait_for(reader.read(), 30) == b""
            still_waiting = not working.done()
            ended.set()
            answer = await (await working).text()
            received = len(await download.read())
            watching.cancel()
            writer.close()
            return still_waiting, answer, received

    assert asyncio.run(serve()) == (True, "done", 40_000_000)
