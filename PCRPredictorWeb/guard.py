"""Who may talk to the server: whoever opened the address with the token, from its own page."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web, web_response
from aiohttp.typedefs import Handler, Middleware

from .session import Session

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        # The page's templates are compiled in the browser, which needs eval.
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
REFUSED = (
    "This is PCR Predictor, in use by one person. Open the address that the program printed when it started; "
    "it carries the token of the session.\n"
)
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def guard(session: Session) -> Middleware:
    """Middleware that answers nothing without the session's token.

    The token comes in the address once; a cookie that scripts cannot read and other sites cannot send then stands for
    it, so that the address can forget it and the page be loaded again. Cookies do not tell ports apart, and any user
    of the machine may serve on another port of the same host: the page lies below a folder that nobody can guess, and
    browsers send the cookie below that folder only. Its name cannot be guessed either, so that nobody can set another.
    """
    known_hosts = set(LOOPBACK)

    def is_token(given: str) -> bool:
        return hmac.compare_digest(given.encode(), session.token.encode())

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        by_address = is_token(request.query.get("secret", ""))
        if not by_address and not is_token(request.cookies.get(session.cookie, "")):
            return _refuse(REFUSED)
        host = _host_name(request)
        if by_address:  # only the user's own browser knows the token: this is a name that the user reaches us by
            known_hosts.add(host)
        if host not in known_hosts:
            return _refuse("This server is not known by that name; open the address that it printed.\n")
        if not _from_own_page(request):
            return _refuse("Another site asked for this; it is refused.\n")
        place = f"/{session.place}/"
        if not request.path.startswith(place):
            if by_address and request.path in ("/", "/index.html"):
                raise web.HTTPFound(f"{session.place}/index.html?{request.query_string}", headers=HEADERS)
            return _refuse(REFUSED)
        response = await _answer_below(request, place)
        if not response.prepared:
            response.headers.update(HEADERS)
            if by_address:
                # Without a path browsers take the folder of the page, which a proxy may have put elsewhere.
                response.set_cookie(session.cookie, session.token, path="", httponly=True, samesite="Strict")
        return response

    return guarded


def hide_server_version() -> None:
    """Tell nobody what the server is made of; refusals of broken requests pass no middleware."""
    web_response.SERVER_SOFTWARE = "PCR Predictor"


async def _answer_below(request: web.Request, place: str) -> web.StreamResponse:
    """The answer to a request as if the server's addresses began below `place`."""
    path = "/" + request.rel_url.raw_path.removeprefix(place)
    below = request.clone(rel_url=request.rel_url.with_path(path, encoded=True, keep_query=True))
    found = await request.app.router.resolve(below)
    found.add_app(request.app)
    found.freeze()
    below._match_info = found
    return await found.handler(below)


def _refuse(text: str) -> web.Response:
    return web.Response(status=403, text=text, headers=HEADERS)


def _host_name(request: web.Request) -> str:
    """The name that the client knows the server by, without its port."""
    try:
        return urlsplit(f"//{request.headers.get('Host', '')}").hostname or ""
    except ValueError:
        return ""


def _from_own_page(request: web.Request) -> bool:
    """Whether a page of this server asks; browsers name the asking site in each request that could do harm."""
    origin = request.headers.get("Origin")
    hosts = (request.headers.get("Host"), request.headers.get("X-Forwarded-Host"))
    return origin is None or urlsplit(origin).netloc in hosts
