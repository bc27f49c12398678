"""What stands before every answer: who may ask, how much they may send, and what a browser may do with the answer.

- Only the names in `Settings.hosts` are answered, so that no page elsewhere can point its own name at this machine (DNS
  rebinding).
- Where there is a token, it is asked for: `Authorization: Bearer …`, or once as `?token=…`, which is then kept in a cookie.
- Nothing is changed for another site: what changes something carries the form's secret (`check_form`), and a browser that
  says it comes from elsewhere is refused.
- The Content-Security-Policy lets a page load its own files and nothing else, run none of an article's words, and stand in
  no frame.
"""

from __future__ import annotations

import hmac
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from selon.web.errors import Refused
from selon.web.settings import Settings

SAFE = frozenset(("GET", "HEAD", "OPTIONS"))
COOKIE = "selon_token"
MOST = 32 * 2**20  # bytes of a request; the largest text file that selon reads, and some more for the form around it
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # nothing for others; without any, a browser signs our own forms with the origin "null"
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """ASGI middleware that refuses what is not to be answered, and adds `HEADERS` to what is."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        started = False
        refusal = self._host(request) or self._token(request) or self._origin(request) or self._size(request)

        async def send_guarded(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        if refusal:
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self.app(scope, _bounded(receive), send_guarded)
        except Exception:  # a fault of the program is raised again, to be logged, but its answer has the headers too
            if not started:
                await _refusal(500, "something went wrong here; the terminal says what")(scope, receive, send_guarded)
            raise

    def _host(self, request: Request) -> Response | None:
        """Refuses a name that is not this server's."""
        try:
            name = urlsplit(f"//{request.headers.get('host', '')}").hostname or ""
        except ValueError:
            name = ""
        if name in self.settings.hosts:
            return None
        return _refusal(421, f"this server does not answer as {name or '(no host)'}; it is told so with --host")

    def _token(self, request: Request) -> Response | None:
        """Refuses whoever does not bring the token, where one is wanted."""
        wanted = self.settings.token
        if wanted is None:
            return None
        given = request.query_params.get("token")
        if given is not None and _same(given, wanted):
            rest = [(k, v) for k, v in parse_qsl(request.url.query, keep_blank_values=True) if k != "token"]
            moved = RedirectResponse(request.url.path + (f"?{urlencode(rest)}" if rest else ""), status_code=303)
            moved.set_cookie(COOKIE, wanted, httponly=True, samesite="strict", secure=request.url.scheme == "https")
            return moved
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        held = bearer.strip() if scheme.lower() == "bearer" else _cookie(request.headers, COOKIE)
        if held is not None and _same(held, wanted):
            return None
        answer = _refusal(401, "this server asks for its token: open the address that `selon serve` printed")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer

    def _origin(self, request: Request) -> Response | None:
        """Refuses a change that a browser says another site asked for."""
        if request.method in SAFE:
            return None
        site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
        elsewhere = site not in (None, "same-origin", "none")
        if origin is not None and _netloc(origin) != request.headers.get("host"):
            elsewhere = True
        return _refusal(403, "nothing is changed for another site") if elsewhere else None

    def _size(self, request: Request) -> Response | None:
        """Refuses what says that it is too large; what does not say it is cut off by `_bounded`."""
        length = request.headers.get("content-length", "0")
        if length.isdecimal() and int(length) <= MOST:
            return None
        return _refusal(413, f"more than {MOST:,} bytes")


def check_form(settings: Settings, secret: str | None) -> None:
    """Raises `Refused` where a form does not carry this server's secret: it is another site's, or of an earlier start."""
    if secret is None or not _same(secret, settings.csrf):
        raise Refused(403, "form_expired")


def _netloc(address: str) -> str | None:
    """Name and port of an address, None where it is none."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf8", "replace"), wanted.encode("utf8"))


def _cookie(headers: Headers, name: str) -> str | None:
    """The value of a cookie."""
    try:
        held = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return None
    return held.value if held else None


def _refusal(status: int, message: str) -> Response:
    return JSONResponse({"error": message}, status_code=status)


def _bounded(receive: Receive) -> Receive:
    """The same, ending a body that grows beyond what may be sent."""
    seen = 0

    async def bounded() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MOST:
            raise Refused(413, "too_large")
        return message

    return bounded
