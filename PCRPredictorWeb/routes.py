"""The addresses beside the page: one takes files in, one hands files out, one answers the page's first question."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web
from PCRPredictorLib.errors import InputError

from .session import Session
from .unpacking import LONGEST_NAME

PIECE_SECONDS = 60.0


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
        app.router.add_post("/upload", self._upload)
        app.router.add_get("/download/{name}", self._download)
        app.router.add_post("/paraview/", self._no_launcher)

    async def _upload(self, request: web.Request) -> web.Response:
        try:
            path = await self._receive(request)
        except InputError as error:
            self._refused(error)
            return web.json_response({"error": str(error)}, status=422)
        await self._opened(path, request.query.get("as", ""))
        return web.json_response({})

    async def _receive(self, request: web.Request) -> Path:
        """Write the body into a folder of its own, never more than is allowed."""
        limits = self._session.limits
        name = upload_name(request.query.get("name", ""))
        too_large = InputError(
            f"{name} is larger than the allowed {limits.upload_bytes / 1e9:.1f} GB; send one phase only."
        )
        if (request.content_length or 0) > limits.upload_bytes:
            raise too_large
        self._session.require_room(request.content_length or 0)
        path = self._session.new_folder() / name
        written = 0
        try:
            with path.open("xb") as file:
                while piece := await self._next_piece(request, name):
                    written += file.write(piece)
                    if written > limits.upload_bytes:
                        raise too_large
        except BaseException:  # a browser that was closed, too
            self._session.forget(path)
            raise
        return path

    async def _next_piece(self, request: web.Request, name: str) -> bytes:
        """What has come meanwhile; empty at the end."""
        try:
            return await asyncio.wait_for(request.content.readany(), self._piece_seconds)
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
