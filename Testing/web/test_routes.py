"""Nothing without the token, nothing from other sites, nothing larger than allowed, nothing under a false name."""

import asyncio
import contextlib
from typing import Any

import pytest
from aiohttp import ClientError, FormData, web
from aiohttp.test_utils import TestClient, TestServer
from PCRPredictorLib.errors import InputError

from PCRPredictorWeb.guard import guard, hide_server_version
from PCRPredictorWeb.routes import Routes, upload_name
from PCRPredictorWeb.session import Session
from Testing.promises.failing_disk import FULL, failing_at


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
            app = web.Application(middlewares=[guard(session)])
            app.router.add_get("/index.html", page)
            Routes(session, received.open, received.refuse).add_to(app)
            async with TestClient(TestServer(app)) as client:
                return await conversation(client)

        return asyncio.run(serve())

    return run


def test_nothing_is_answered_without_the_token(talk, session, received):
    async def conversation(client):
        return [
            (await client.get(f"/{session.place}/index.html")).status,
            (await client.get(f"/{session.place}/index.html?secret=")).status,
            (await client.get(f"/{session.place}/index.html?secret=wslink-secret")).status,
            (await client.get(f"/{session.place}/download/report.html")).status,
            (await client.post(f"/{session.place}/upload?name=a.nrrd", data=b"x")).status,
            (await client.get("/nothing")).status,
        ]

    assert talk(conversation) == [403] * 6
    assert received.opened == []


def test_the_token_is_needed_once(talk, session):
    async def conversation(client):
        first = await client.get(f"/{session.place}/index.html?secret={session.token}")
        cookie = first.headers["Set-Cookie"]
        return (
            first.status,
            await first.text(),
            cookie,
            first.headers,
            (await client.get(f"/{session.place}/index.html")).status,
        )

    status, text, cookie, headers, again = talk(conversation)
    assert (status, text, again) == (200, "the page", 200)
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_other_sites_are_refused_even_with_the_cookie(talk, session, received):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        own = f"http://{client.host}:{client.port}"
        return [
            (await client.post(f"/{session.place}/upload?name=a.nrrd", data=b"x", headers={"Origin": origin})).status
            for origin in ("http://evil.example", "null", f"http://{client.host}:1", own)
        ]

    assert talk(conversation) == [403, 403, 403, 200]
    assert received.opened == [("a.nrrd", b"x", "")]


def test_uploads_arrive_whole(talk, session, received):
    content = bytes(range(256)) * 700

    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        return (await client.post(f"/{session.place}/upload?name=CT%20one.nii.gz&as=portal", data=content)).status

    assert talk(conversation) == 200
    assert received.opened == [("CT one.nii.gz", content, "portal")]


@pytest.mark.parametrize("told", [True, False])
def test_too_large_uploads_are_refused_and_leave_nothing(talk, session, received, told):
    async def pieces():
        for _ in range(30):
            yield bytes(10_000)

    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        data = bytes(300_000) if told else pieces()
        return (await client.post(f"/{session.place}/upload?name=a.nrrd", data=data)).status

    assert talk(conversation) == 422
    assert "larger than the allowed" in received.refused[0]
    assert set(session.folder.iterdir()) == kept(session)


def test_an_upload_that_breaks_off_leaves_nothing(talk, session, received):
    async def pieces():
        yield bytes(10_000)
        raise ConnectionResetError

    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        with contextlib.suppress(ConnectionError, ClientError):
            await client.post(f"/{session.place}/upload?name=a.nrrd", data=pieces())
        while set(session.folder.iterdir()) != kept(session):
            await asyncio.sleep(0.01)

    talk(conversation)
    assert received.opened == []


@pytest.mark.parametrize("query", ["", "&folder=1"])
def test_an_upload_that_the_disk_does_not_take_is_told_and_leaves_nothing(talk, session, received, query, monkeypatch):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        data = folder_of(("a.dcm", bytes(100_000))) if query else bytes(100_000)
        with failing_at(1, FULL, session.folder, monkeypatch):
            answer = await client.post(f"/{session.place}/upload?name=CT{query}", data=data)
        return answer.status, (await answer.json())["error"]

    status, said = talk(conversation)
    assert status == 422
    assert said == "CT cannot be kept here (File too large); free space on the disk of the program, then send it again."
    assert received.refused == [said]
    assert received.opened == []
    assert set(session.folder.iterdir()) == kept(session)


def test_the_page_learns_that_there_is_no_launcher_without_an_error(talk, session):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        answer = await client.post(f"/{session.place}/paraview/", data=b"{}")
        return answer.status, await answer.json()

    assert talk(conversation) == (200, None)


@pytest.mark.parametrize(
    "name", ["", "..", "../x.nrrd", "a/b.nrrd", "a\\b.nrrd", "a\nb", "C:x", "x" * 256, "\u00e4" * 128]
)
def test_names_that_are_more_than_a_name_are_refused(name):
    with pytest.raises(InputError, match="rename it"):
        upload_name(name)


def test_downloads_come_from_their_folder_only(talk, session):
    (session.downloads / "report.html").write_text("the report")
    (session.folder / "secret").write_text("x")

    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        good = await client.get(f"/{session.place}/download/report.html")
        names = ("..%2Fsecret", "%2Fetc%2Fpasswd", ".", "missing.html")
        refused = [(await client.get(f"/{session.place}/download/{name}")).status for name in names]
        return await good.text(), good.headers["Content-Disposition"], *refused

    text, disposition, *refused = talk(conversation)
    assert text == "the report"
    assert disposition == 'attachment; filename="report.html"'
    assert set(refused) <= {403, 404}


@pytest.mark.parametrize("length", [200, 300, 5000])
def test_a_download_name_of_any_length_is_answered(talk, session, length):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        answer = await client.get(f"/{session.place}/download/{'x' * length}")
        return answer.status, await answer.text()

    assert talk(conversation) == (404, "There is no such file; ask the page for it again.\n")


def test_the_cookie_reaches_this_server_only(talk, session):
    """As a browser stores it: without a path of its own it is that of the page's folder, which nobody can guess."""

    async def conversation(client):
        page = f"/{session.place}/index.html"
        first = await client.get(f"{page}?secret={session.token}")
        jar = client.session.cookie_jar
        elsewhere = [jar.filter_cookies(client.make_url(path)) for path in ("/", "/index.html", "/download/x")]
        outside = [
            (await client.get(path, headers={"Cookie": f"{session.cookie}={session.token}"})).status
            for path in ("/index.html", "/download/report.html", f"/{session.place}x/index.html")
        ]
        return first.headers["Set-Cookie"], elsewhere, outside, len(jar.filter_cookies(client.make_url(page)))

    cookie, elsewhere, outside, here = talk(conversation)
    assert "path" not in cookie.lower()
    assert "domain" not in cookie.lower()
    assert [len(cookies) for cookies in elsewhere] == [0, 0, 0]
    assert outside == [403] * 3
    assert here == 1


def test_places_and_cookies_cannot_be_told_from_other_sessions(session):
    other = Session()
    other.close()
    assert len(session.place) >= 20
    assert other.place != session.place
    assert other.cookie != session.cookie


def test_a_name_that_was_bound_to_this_machine_by_others_is_refused(talk, session):
    """DNS rebinding: a foreign name that leads here. The token makes a name known, since only the user has it."""

    async def conversation(client):
        cookie = {"Cookie": f"{session.cookie}={session.token}"}
        page = f"/{session.place}/index.html"

        async def status(host, query="", headers=cookie):
            return (await client.get(page + query, headers={"Host": host} | headers)).status

        return [
            await status("evil.example:8080"),
            await status("localhost:8080"),
            await status(""),
            await status("[::1"),
            await status("hub.example", f"?secret={session.token}", {}),
            await status("hub.example"),
        ]

    assert talk(conversation) == [403, 200, 403, 403, 200, 200]


def test_the_short_address_with_the_token_leads_to_the_page(talk, session):
    async def conversation(client):
        answer = await client.get(f"/?secret={session.token}")
        return answer.status, await answer.text(), str(answer.url.path)

    assert talk(conversation) == (200, "the page", f"/{session.place}/index.html")


def test_nothing_tells_what_the_server_is_made_of(talk, session):
    hide_server_version()

    async def conversation(client):
        reader, writer = await asyncio.open_connection(client.host, client.port)
        writer.write(b"GET / HTTP/1.1\r\nHost: \x00\r\n\r\n")
        broken = await reader.read()
        writer.close()
        refused = await client.get("/")
        return broken.decode("latin-1"), refused.headers["Server"]

    broken, server = talk(conversation)
    assert broken.startswith("HTTP/1.0 400")
    assert "aiohttp" not in broken
    assert "Python" not in broken
    assert server == "PCR Predictor"


def test_an_upload_that_stands_still_is_ended(session, received):
    async def pieces():
        yield bytes(10)
        await asyncio.sleep(30)

    async def serve():
        app = web.Application(middlewares=[guard(session)])
        Routes(session, received.open, received.refuse, piece_seconds=0.1).add_to(app)
        async with TestClient(TestServer(app)) as client:
            path = f"/{session.place}/upload?name=a.nrrd&secret={session.token}"
            return (await client.post(path, data=pieces())).status

    assert asyncio.run(serve()) == 422
    assert received.refused == ["a.nrrd stopped arriving; send it again."]
    assert set(session.folder.iterdir()) == kept(session)


def kept(session):
    """What a session's folder holds without uploads."""
    return {session.downloads, session.folder / "case"}


def folder_of(*files):
    form = FormData(quote_fields=False)  # as browsers send it
    for name, content in files:
        form.add_field("file", content, filename=name)
    return form


def send_folder(talk, session, form, query=""):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        answer = await client.post(f"/{session.place}/upload?name=CT&folder=1{query}", data=form)
        return answer.status

    return talk(conversation)


@pytest.fixture
def found(received, monkeypatch):
    """What lies in each folder when it is opened, by its path inside."""
    folders = []

    async def opened(path, use):
        folders.append(
            ({str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}, use)
        )

    monkeypatch.setattr(received, "open", opened)
    return folders


def test_a_folder_arrives_whole_with_files_of_one_name(talk, session, found):
    form = folder_of(("IM1", b"one" * 30_000), ("IM1", b"two"), ("Ähre 1.dcm", b""))
    assert send_folder(talk, session, form, "&as=portal") == 200
    assert found == [({"00001/IM1": b"one" * 30_000, "00002/IM1": b"two", "00003/Ähre 1.dcm": b""}, "portal")]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([("IM", bytes(150_000))] * 3, "larger than the allowed"),
        ([("IM", b"x")] * 41, "CT holds 41 files, 40 are allowed"),
        ([("../IM", b"x")], "cannot be used"),
        ([("a" * 300, b"x")], "too long"),
    ],
)
def test_a_folder_beyond_the_limits_is_refused_and_leaves_nothing(talk, session, received, files, words):
    assert send_folder(talk, session, folder_of(*files)) == 422
    assert words in received.refused[0]
    assert set(session.folder.iterdir()) == kept(session)


def test_what_is_no_form_is_no_folder(talk, session, received):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        address = f"/{session.place}/upload?name=CT&folder=1"
        cut = {"Content-Type": "multipart/form-data; boundary=x"}
        return [
            (await client.post(address, data=b"x")).status,
            (await client.post(address, data=b"--y\r\n\r\nx", headers=cut)).status,
            (await client.post(address, data=b"x", headers={"Content-Type": "multipart/form-data"})).status,
        ]

    assert talk(conversation) == [422] * 3
    assert received.opened == []
    assert set(session.folder.iterdir()) == kept(session)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("bytes=200001&files=1", "larger than the allowed"),
        ("bytes=400000&files=40&folder=1", ""),
        ("bytes=400001&files=40&folder=1", "larger than the allowed"),
        ("bytes=1&files=41&folder=1", "41 files, 40 are allowed"),
        ("bytes=-5&files=%C2%B2", ""),
    ],
)
def test_limits_are_said_before_anything_is_sent(talk, session, received, query, words):
    async def conversation(client):
        await client.get(f"/{session.place}/index.html?secret={session.token}")
        return await (await client.post(f"/{session.place}/room?name=CT&{query}")).json()

    assert talk(conversation) == {"allowed": not words}
    assert len(received.refused) == bool(words)
    assert not words or words in received.refused[0]
