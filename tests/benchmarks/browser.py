"""A person's HTTP client for benchmarks: cookies, log-in, forms; loopback only."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from typing import Any


class Browser:
    """One session on a server of ours. Every call returns (status, body); no status raises."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies)
        )

    def get(self, path: str) -> tuple[int, str]:
        return self._open(urllib.request.Request(self.base + path))

    def post(self, path: str, data: dict[str, Any], *, accept: str = "text/html") -> tuple[int, str]:
        fields = [(key, str(value)) for key, value in data.items()]
        fields.append(("csrfmiddlewaretoken", self.token))
        request = urllib.request.Request(self.base + path, urllib.parse.urlencode(fields).encode())
        request.add_header("Accept", accept)
        request.add_header("Referer", self.base + path)
        return self._open(request)

    def post_json(self, path: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """As the admin's autosave does: a form that asks for JSON."""
        status, body = self.post(path, data, accept="application/json")
        try:
            return status, json.loads(body)
        except ValueError:
            return status, {"error": body[:300]}

    def log_in(self, username: str, password: str) -> None:
        self.get("/admin/login/")
        status, body = self.post("/admin/login/", {"username": username, "password": password, "next": "/admin/"})
        if status != 200 or 'name="password"' in body:
            raise RuntimeError(f"{username} could not log in: {status}")

    @property
    def token(self) -> str:
        return next((str(cookie.value) for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def _open(self, request: urllib.request.Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            return 0, str(error)
