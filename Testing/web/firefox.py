"""A headless Firefox over WebDriver BiDi, the protocol that it speaks by itself: no driver has to be installed."""

import asyncio
import base64
import itertools
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

PATIENCE_S = 60.0
LISTENING = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
WIDTH, HEIGHT = 1280, 800
WAYS = ("Down", "Up")


class Tab:
    """One tab; parts of the page go by the names that they have for tests."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.faults: list[str] = []
        self._socket = socket
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.create_task(self._read())
        self._context = ""

    async def begin(self) -> None:
        await self.send("session.new", capabilities={})
        await self.send("session.subscribe", events=["log.entryAdded"])
        self._context = (await self.send("browsingContext.getTree"))["contexts"][0]["context"]
        await self.send(
            "browsingContext.setViewport", context=self._context, viewport={"width": WIDTH, "height": HEIGHT}
        )

    async def send(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        self._waiting[number] = answer = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": params})
        return await asyncio.wait_for(answer, PATIENCE_S)

    async def open(self, address: str) -> None:
        await self.send("browsingContext.navigate", context=self._context, url=address, wait="complete")

    async def ask(self, expression: str) -> Any:
        """The value of a JavaScript expression, through JSON."""
        answer = await self.send(
            "script.evaluate",
            expression=f"JSON.stringify({expression}) ?? 'null'",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert answer["type"] == "success", answer
        return json.loads(answer["result"]["value"])

    async def until(self, expression: str) -> None:
        """Wait until an expression is true."""
        end = asyncio.get_running_loop().time() + PATIENCE_S
        while not await self.ask(f"Boolean({expression})"):
            assert asyncio.get_running_loop().time() < end, f"never came: {expression}"
            await asyncio.sleep(0.1)

    async def text(self, name: str) -> str:
        return await self.ask(f"document.querySelector('[data-testid={name}]')?.innerText ?? ''")

    async def click(self, name: str) -> None:
        where = f"[data-testid={name}]"
        await self.until(f"document.querySelector('{where}') && !document.querySelector('{where}').disabled")
        await self.ask(f"document.querySelector('{where}').scrollIntoView({{block: 'nearest'}})")
        box = await self.box(where)
        await self.drag([(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)])

    async def box(self, where: str) -> dict[str, float]:
        return await self.ask(f"document.querySelector('{where}').getBoundingClientRect()")

    async def drag(self, places: list[tuple[float, float]]) -> None:
        """Press the left button at the first place, move to the others, let go."""
        moves = [{"type": "pointerMove", "x": round(x), "y": round(y), "duration": 15} for x, y in places]
        down, up = {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}
        await self._act({"type": "pointer", "id": "mouse", "actions": [moves[0], down, *moves[1:], up]})

    async def press(self, key: str) -> None:
        await self._act({"type": "key", "id": "keys", "actions": [{"type": f"key{way}", "value": key} for way in WAYS]})

    async def picture(self, path: Path) -> None:
        answer = await self.send("browsingContext.captureScreenshot", context=self._context)
        path.write_bytes(base64.b64decode(answer["data"]))

    async def _act(self, source: dict[str, Any]) -> None:
        await self.send("input.performActions", context=self._context, actions=[source])

    async def _read(self) -> None:
        async for message in self._socket:
            said = json.loads(message.data)
            if said["type"] == "event":
                if said["params"]["level"] == "error":
                    self.faults.append(said["params"]["text"])
                continue
            answer = self._waiting.pop(said["id"])
            if said["type"] == "error":
                answer.set_exception(RuntimeError(said["message"]))
            else:
                answer.set_result(said["result"])


def firefox_here() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


@asynccontextmanager
async def opened(executable: str, profile: Path) -> AsyncIterator[Tab]:
    """A tab of a Firefox of its own, which ends with it."""
    words = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
    program = await asyncio.create_subprocess_exec(
        executable, *words, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with aiohttp.ClientSession() as session:
            address = await asyncio.wait_for(_listening(program), PATIENCE_S)
            async with session.ws_connect(f"{address}/session", max_msg_size=1 << 26) as socket:
                tab = Tab(socket)
                await tab.begin()
                yield tab
    finally:
        program.terminate()
        await program.wait()


async def _listening(program: asyncio.subprocess.Process) -> str:
    assert program.stderr is not None
    async for line in program.stderr:
        if found := LISTENING.search(line):
            return found[1].decode()
    raise AssertionError("Firefox ended before it listened")
