"""The page that a browser loads first."""

from pathlib import Path

from aiohttp import web
from trame_client.module import vue3


def add_front_page(app: web.Application, *scripts: str) -> None:
    """Serve trame's page with scripts of our own, which run before it opens its connection."""
    page = front_page((Path(vue3.www) / "index.html").read_text(encoding="utf-8"), *scripts)

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers={"Cache-Control": "no-cache"})

    app.router.add_get("/index.html", answer)


def front_page(page: str, *scripts: str) -> str:
    """A page with scripts as the first of its head."""
    before, base, after = page.partition('<base href="." />')
    if not base:
        raise ValueError("trame's page has no base; this version of trame-client is unknown.")
    return before + base + "".join(f'<script src="{script}"></script>' for script in scripts) + after
