"""Fetch a file that Twilio holds. Credentials go to our account's media address and nowhere else; no other host is asked."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urljoin, urlsplit

from bot.settings import Settings
from notifier.media import FetchFailed, FetchRefused

API = "https://api.twilio.com"
# Where the vendor's answer may send us, with the folder that is the vendor's on a host it shares.
CDN = (
    ("media.twiliocdn.com", "/"),
    ("mms.twiliocdn.com", "/"),
    ("s3-external-1.amazonaws.com", "/media.twiliocdn.com/"),
)
MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_S = 10.0
TOTAL_S = 45.0
REDIRECTS = 2


@dataclass(frozen=True)
class TwilioMedia:
    """Fetches within limits of size and time."""

    settings: Settings
    monotonic: Callable[[], float]
    timeout_s: float = TIMEOUT_S
    total_s: float = TOTAL_S
    max_bytes: int = MAX_BYTES

    def fetch(self, url: str) -> bytes:
        """Return the bytes.

        Raises:
            FetchRefused: the address is not the provider's, the file is gone or too big.
            FetchFailed: the provider does not answer well now.
        """
        if not self._ours(url):
            raise FetchRefused("host")
        deadline = self.monotonic() + self.total_s
        headers = {"Authorization": f"Basic {self._credentials()}"}
        for _ in range(REDIRECTS + 1):
            found = self._get(url, headers, deadline)
            if isinstance(found, bytes):
                return found
            url, headers = urljoin(url, found), {}
            if not self._cdn(url):
                raise FetchRefused("redirect")
        raise FetchRefused("redirects")

    def _credentials(self) -> str:
        return b64encode(f"{self.settings.twilio_account_sid}:{self.settings.twilio_auth_tokens[0]}".encode()).decode()

    def _ours(self, url: str) -> bool:
        """Compare by parts: `api.twilio.com@evil`, `api.twilio.com.evil` and `/../` are other places."""
        base, asked = urlsplit(self.settings.twilio_api_url or API), _parts(url)
        path = rf"/2010-04-01/Accounts/{self.settings.twilio_account_sid}/Messages/(SM|MM)[0-9a-fA-F]{{32}}/Media/ME[0-9a-fA-F]{{32}}"
        return (
            asked is not None
            and (asked.scheme, asked.netloc) == (base.scheme, base.netloc)
            and not asked.query
            and re.fullmatch(path, asked.path) is not None
        )

    def _cdn(self, url: str) -> bool:
        asked = _parts(url)
        if asked is None or ".." in asked.path:
            return False
        if self.settings.twilio_api_url:
            base = urlsplit(self.settings.twilio_api_url)
            return (asked.scheme, asked.netloc) == (base.scheme, base.netloc)
        return asked.scheme == "https" and any(
            asked.netloc == host and asked.path.startswith(folder) for host, folder in CDN
        )

    def _get(self, url: str, headers: dict[str, str], deadline: float) -> bytes | str:
        """Return the bytes, or where the answer sends us."""
        asked = urlsplit(url)
        kind = HTTPSConnection if asked.scheme == "https" else HTTPConnection
        connection = kind(asked.netloc, timeout=self.timeout_s)
        try:
            connection.request("GET", asked.path + (f"?{asked.query}" if asked.query else ""), headers=headers)
            answer = connection.getresponse()
            if answer.status in (301, 302, 303, 307, 308):
                return answer.headers.get("Location", "")
            if answer.status != 200:
                _refuse(answer.status)
            return self._read(answer, deadline)
        except (OSError, HTTPException, ValueError) as error:
            raise FetchFailed(type(error).__name__) from error
        finally:
            connection.close()

    def _read(self, answer: HTTPResponse, deadline: float) -> bytes:
        promised = int(answer.headers.get("Content-Length") or 0)
        if promised > self.max_bytes:
            raise FetchRefused("size")
        data = bytearray()
        while chunk := answer.read1(65536):
            data += chunk
            if len(data) > self.max_bytes:
                raise FetchRefused("size")
            if self.monotonic() > deadline:
                raise FetchFailed("slow")
        if len(data) < promised:
            raise FetchFailed("short")
        return bytes(data)


def _refuse(status: int) -> None:
    # A 404 may be too early and a 401 a token being rotated: both are asked again a few times.
    if status in (401, 403, 404, 408, 429) or status >= 500:
        raise FetchFailed(f"http-{status}")
    raise FetchRefused(f"http-{status}")


def _parts(url: str) -> SplitResult | None:
    if not url.isascii() or "\\" in url or any(c.isspace() for c in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return parts if parts.netloc and "@" not in parts.netloc else None
