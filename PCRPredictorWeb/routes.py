"""The addresses beside the page: one takes files in, one hands files out, one answers the page's first question."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from aiohttp import BodyPartReader, web
from PCRPredictorLib.errors import InputError

from .session import Session
from .unpacking import LONGEST_NAME

PIECE_SECONDS = 60.0
Piece = TypeVar("Piece")


class Routes:
    """Uploads and downloads of one session.

    Parameters
    ----------
    session : Session
    opened : callable
        Awaited with each file that has arrived whole and the phase it was sent for.
    refused : callable
        Called with the InputError where a file is refused on arrival.
    piece_seconds : float
        How long an upload may stand still.
    """

    def __init__(
        self,
        session: Session,
        opened: Callable[[Path, str], Awaitable[None]],
        refused: Callable[[InputError], None],
        piece_seconds: float = PIECE_SECONDS,
    ) -> None:
        self._piece_seconds = piece_seconds
        self._session = session
        self._opened = opened
        self._refused = refused

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/room", self._room)
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/download/{name}", self._download)
        app.router.add_post("/paraview/", self._no_launcher)

    async def _room(self, request: web.Request) -> web.Response:
        """Say of an upload before it is sent whether it would be refused."""
        try:
            upload_name(request.query.get("name", ""))
            self._require_allowed(request, _number(request, "bytes"), _number(request, "files"))
            self._session.require_room(_number(request, "bytes"))
        except InputError as error:
            self._refused(error)
            return web.json_response({"allowed": False})
        return web.json_response({"allowed": True})

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            path = await self._receive(request)
        except InputError as error:
            return self._refuse(error)
        except ConnectionError:  # cancelled, or the page was closed
            return web.Response(status=400)
        except OSError as error:
            what = f"{request.query.get('name', '')} cannot be kept here ({error.strerror or error})"
            return self._refuse(InputError(f"{what}; free space on the disk of the program, then send it again."))
        await self._opened(path, request.query.get("as", ""))
        return web.json_response({})

    def _refuse(self, error: InputError) -> web.Response:
        self._refused(error)
        return web.json_response({"error": str(error)}, status=422)

    def _require_allowed(self, request: web.Request, coming: int, files: int = 1) -> None:
        """Raise InputError where an upload of so many bytes and files is too large."""
        limits, name = self._session.limits, request.query.get("name", "")
        if files > limits.archive_entries:
            raise InputError(
                f"{name} holds {files:,} files, {limits.archive_entries:,} are allowed; send one examination only."
            )
        allowed = self._allowed_bytes(request)
        if coming > allowed:
            raise InputError(f"{name} is larger than the allowed {allowed / 1e9:.1f} GB; send one phase only.")

    def _allowed_bytes(self, request: web.Request) -> int:
        """A folder may hold what its archive may."""
        limits = self._session.limits
        return limits.unpacked_bytes if _is_folder(request) else limits.upload_bytes

    async def _receive(self, request: web.Request) -> Path:
        """Write the body into a folder of its own, never more than is allowed."""
        name, coming = upload_name(request.query.get("name", "")), request.content_length or 0
        self._require_allowed(request, 0 if _is_folder(request) else coming)  # a form is larger than its files
        self._session.require_room(coming)
        path = self._session.new_folder() / name
        try:
            if _is_folder(request):
                path.mkdir()
                await self._receive_folder(request, path)
            else:
                await self._write(request.content.readany, request, path, 0)
        except BaseException:  # a browser that was closed, too
            self._session.forget(path)
            raise
        return path

    async def _receive_folder(self, request: web.Request, folder: Path) -> None:
        """Write the files of a form; those of a name each lie apart, since folders inside the folder are not told."""
        if not request.content_type.startswith("multipart/"):
            raise InputError(f"{folder.name} was sent as no folder; send it again.")
        written, files = 0, 0
        try:
            form = await request.multipart()
            while part := await self._in_time(form.next(), folder.name):
                if not isinstance(part, BodyPartReader):
                    raise InputError(f"{folder.name} was sent as no folder; send it again.")
                files += 1
                self._require_allowed(request, 0, files)
                place = folder / f"{files:05d}"
                place.mkdir()
                name = upload_name(part.filename or "")
                written = await self._write(part.read_chunk, request, place / name, written)
        except InputError:
            raise
        except ValueError as error:  # what was sent is no form, or was cut off
            raise InputError(f"{folder.name} did not arrive whole; send it again.") from error

    async def _write(self, read: Callable[[], Awaitable[bytes]], request: web.Request, path: Path, before: int) -> int:
        """Write what comes into a file; returns how many bytes have come, with those before."""
        written = before
        with path.open("xb") as file:
            while piece := await self._in_time(read(), request.query.get("name", "")):
                written += file.write(piece)
                self._require_allowed(request, written)
        return written

    async def _in_time(self, coming: Awaitable[Piece], name: str) -> Piece:
        try:
            return await asyncio.wait_for(coming, self._piece_seconds)
        except TimeoutError:
            raise InputError(f"{name} stopped arriving; send it again.") from None

    async def _no_launcher(self, _request: web.Request) -> web.Response:
        """The page asks for a launcher of sessions before it talks to this one; a refusal would be an error to it."""
        return web.json_response(None)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        # Looked up, not put together: a name of any length and kind is then one that is there or one that is not.
        offered = {path.name: path for path in self._session.downloads.iterdir() if path.is_file()}
        path = offered.get(request.match_info["name"])
        if path is None:
            raise web.HTTPNotFound(text="There is no such file; ask the page for it again.\n")
        return web.FileResponse(
            path, headers={"Content-Disposition": f'attachment; filename="{path.name}"', "Cache-Control": "no-store"}
        )


def _is_folder(request: web.Request) -> bool:
    return request.query.get("folder") == "1"


def _number(request: web.Request, name: str) -> int:
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0


def upload_name(name: str) -> str:
    """The name of an uploaded file, refused where it is more than a name.

    Raises
    ------
    InputError
        It is empty, too long, or holds a folder or a control character.
    """
    if not name.isprintable():
        raise InputError("A file was sent under a name with control characters; rename it to letters and digits.")
    if not name.strip(". ") or any(sign in name for sign in "/\\\0:"):
        raise InputError("A file was sent under a name that cannot be used; rename it to letters and digits.")
    if len(os.fsencode(name)) > LONGEST_NAME:
        raise InputError("A file was sent under a name that is too long; rename it to letters and digits.")
    return name
