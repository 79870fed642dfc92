"""Who may talk to the server: whoever opened the address with the token, from its own page."""

import hmac
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from wslink.websocket import LinkProtocol

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


def guard(token: str) -> Middleware:
    """Middleware that answers nothing without the session's token.

    The token comes in the address once; a cookie that scripts cannot read and other sites cannot send then stands for
    it, so that the address can forget it and the page be loaded again.
    """

    def is_token(given: str) -> bool:
        return hmac.compare_digest(given.encode(), token.encode())

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        # Cookies do not tell ports apart: several programs on one machine must not take each other's.
        cookie = f"pcr_predictor_{request.url.port}"
        by_address = is_token(request.query.get("secret", ""))
        if not by_address and not is_token(request.cookies.get(cookie, "")):
            return web.Response(status=403, text=REFUSED, headers=HEADERS)
        if not _from_own_page(request):
            return web.Response(status=403, text="Another site asked for this; it is refused.\n", headers=HEADERS)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
            if by_address:
                response.set_cookie(cookie, token, httponly=True, samesite="Strict")
        return response

    return guarded


def _from_own_page(request: web.Request) -> bool:
    """Whether a page of this server asks; browsers name the asking site in each request that could do harm."""
    origin = request.headers.get("Origin")
    hosts = (request.headers.get("Host"), request.headers.get("X-Forwarded-Host"))
    return origin is None or urlsplit(origin).netloc in hosts


class GuardedHandshake(LinkProtocol):
    """Takes every client that got as far as a socket: the guard has asked it for the token already.

    The page forgets the token after it has loaded, so it could not tell it again when it is loaded again.
    """

    async def validateToken(self, _token: str, _client_id: str) -> bool:
        return True
