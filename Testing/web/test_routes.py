"""Nothing without the token, nothing from other sites, nothing larger than allowed, nothing under a false name."""

import asyncio
import contextlib
from typing import Any

import pytest
from aiohttp import ClientError, web
from aiohttp.test_utils import TestClient, TestServer
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.guard import guard
from PCRPredictorWeb.routes import Routes, upload_name


class Received:
    def __init__(self) -> None:
        self.opened: list[tuple[str, bytes, str]] = []
        self.refused: list[str] = []

    async def open(self, path: Any, use: str) -> None:
        self.opened.append((path.name, path.read_bytes(), use))

    def refuse(self, error: InputError) -> None:
        self.refused.append(str(error))


@pytest.fixture
def received() -> Received:
    return Received()


@pytest.fixture
def talk(session, received):
    """Run a coroutine that is given a client of the guarded routes."""

    async def page(_request):
        return web.Response(text="the page")

    def run(conversation):
        async def serve():
            app = web.Application(middlewares=[guard(session.token)])
            app.router.add_get("/index.html", page)
            Routes(session, received.open, received.refuse).add_to(app)
            async with TestClient(TestServer(app)) as client:
                return await conversation(client)

        return asyncio.run(serve())

    return run


def test_nothing_is_answered_without_the_token(talk, received):
    async def conversation(client):
        return [
            (await client.get("/index.html")).status,
            (await client.get("/index.html?secret=")).status,
            (await client.get("/index.html?secret=wslink-secret")).status,
            (await client.get("/download/report.html")).status,
            (await client.post("/upload?name=a.nrrd", data=b"x")).status,
            (await client.get("/nothing")).status,
        ]

    assert talk(conversation) == [403] * 6
    assert received.opened == []


def test_the_token_is_needed_once(talk, session):
    async def conversation(client):
        first = await client.get(f"/index.html?secret={session.token}")
        cookie = first.headers["Set-Cookie"]
        return first.status, await first.text(), cookie, first.headers, (await client.get("/index.html")).status

    status, text, cookie, headers, again = talk(conversation)
    assert (status, text, again) == (200, "the page", 200)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_other_sites_are_refused_even_with_the_cookie(talk, session, received):
    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        own = f"http://{client.host}:{client.port}"
        return [
            (await client.post("/upload?name=a.nrrd", data=b"x", headers={"Origin": origin})).status
            for origin in ("http://evil.example", "null", f"http://{client.host}:1", own)
        ]

    assert talk(conversation) == [403, 403, 403, 200]
    assert received.opened == [("a.nrrd", b"x", "")]


def test_uploads_arrive_whole(talk, session, received):
    content = bytes(range(256)) * 700

    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        return (await client.post("/upload?name=CT%20one.nii.gz&as=portal", data=content)).status

    assert talk(conversation) == 200
    assert received.opened == [("CT one.nii.gz", content, "portal")]


@pytest.mark.parametrize("told", [True, False])
def test_too_large_uploads_are_refused_and_leave_nothing(talk, session, received, told):
    async def pieces():
        for _ in range(30):
            yield bytes(10_000)

    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        data = bytes(300_000) if told else pieces()
        return (await client.post("/upload?name=a.nrrd", data=data)).status

    assert talk(conversation) == 422
    assert "larger than the allowed" in received.refused[0]
    assert list(session.folder.iterdir()) == [session.downloads]


def test_an_upload_that_breaks_off_leaves_nothing(talk, session, received):
    async def pieces():
        yield bytes(10_000)
        raise ConnectionResetError

    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        with contextlib.suppress(ConnectionError, ClientError):
            await client.post("/upload?name=a.nrrd", data=pieces())
        while len(list(session.folder.iterdir())) > 1:
            await asyncio.sleep(0.01)

    talk(conversation)
    assert received.opened == []


def test_the_page_learns_that_there_is_no_launcher_without_an_error(talk, session):
    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        answer = await client.post("/paraview/", data=b"{}")
        return answer.status, await answer.json()

    assert talk(conversation) == (200, None)


@pytest.mark.parametrize("name", ["", "..", "../x.nrrd", "a/b.nrrd", "a\\b.nrrd", "a\nb", "C:x", "x" * 200])
def test_names_that_are_more_than_a_name_are_refused(name):
    with pytest.raises(InputError, match="rename it"):
        upload_name(name)


def test_downloads_come_from_their_folder_only(talk, session):
    (session.downloads / "report.html").write_text("the report")
    (session.folder / "secret").write_text("x")

    async def conversation(client):
        await client.get(f"/index.html?secret={session.token}")
        good = await client.get("/download/report.html")
        names = ("..%2Fsecret", "%2Fetc%2Fpasswd", ".", "missing.html")
        refused = [(await client.get(f"/download/{name}")).status for name in names]
        return await good.text(), good.headers["Content-Disposition"], *refused

    text, disposition, *refused = talk(conversation)
    assert text == "the report"
    assert disposition == 'attachment; filename="report.html"'
    assert set(refused) <= {403, 404}
