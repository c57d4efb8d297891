"""What the environment says, checked before Django starts. A wrong value stops the start with a sentence."""

import os
import secrets
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured

LEAST_KEY = 50
POSTGRES_FORM = "DATABASE_URL must look like postgresql://user:password@host:5432/name."


def text(name: str, default: str = "") -> str:
    """A setting that is there but empty counts as left out: so an EnvironmentFile may list them all."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write {name}=1 or {name}=0.")
    return value in {"1", "true", "yes"}


def whole_number(name: str, default: int, *, low: int, high: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ImproperlyConfigured(f"{name} is {value!r}. It takes a whole number from {low} to {high}.")
    return int(value)


def one_of(name: str, default: str, choices: set[str]) -> str:
    value = text(name, default).upper()
    if value not in choices:
        raise ImproperlyConfigured(f"{name} is {value!r}. It takes one of {', '.join(sorted(choices))}.")
    return value


def time_zone() -> str:
    name = text("TIME_ZONE", "Asia/Shanghai")
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise ImproperlyConfigured(f"TIME_ZONE is {name!r}. Write a place like Asia/Shanghai.") from None
    return name


def data_dir(base: Path) -> Path:
    folder = Path(text("DATA_DIR") or base / "var").expanduser().resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be made ({error.strerror}). Choose another with DATA_DIR=/some/folder."
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(
            f"The data folder {folder} cannot be written. Choose another with DATA_DIR=/some/folder."
        )
    return folder


def secret_key(path: Path) -> str:
    """SECRET_KEY, or one made once and kept with mode 0600, so that sessions and links outlive a restart."""
    given = text("SECRET_KEY")
    if given and len(given) < LEAST_KEY:
        raise ImproperlyConfigured(
            f"SECRET_KEY is shorter than {LEAST_KEY} characters. Leave it out: one is made and kept in {path}."
        )
    return given or _kept_secret(path)


def _kept_secret(path: Path) -> str:
    """Raises PermissionError, which the commands turn into a sentence, when it is another user's."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        value = path.read_text().strip()
        if len(value) < LEAST_KEY:
            raise ImproperlyConfigured(
                f"{path} is shorter than {LEAST_KEY} characters. Put it back from a backup, or remove it: everybody "
                "then signs in anew, and links sent before stop working."
            ) from None
        return value
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


def is_loopback(host: str) -> bool:
    if host in {"localhost", "testserver"}:
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _split(address: str, sentence: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _checked = parts.port
    except ValueError:
        raise ImproperlyConfigured(sentence) from None
    return parts


def public_address(port: int) -> tuple[str, str, bool]:
    """(address, host, secure). Plain HTTP is served on loopback only: sessions and microphones need HTTPS elsewhere."""
    address = text("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    sentence = f"PUBLIC_URL is {address!r}. Write it like https://academy.example.com, without a path."
    parts = _split(address, sentence)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise ImproperlyConfigured(sentence)
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {address}: plain HTTP is allowed on this computer only, because sign-in cookies and "
            "microphones need HTTPS. Put a proxy with a certificate in front and write PUBLIC_URL=https://…"
        )
    return address, parts.hostname, parts.scheme == "https"


def listening_host(*, secure: bool) -> str:
    """Where the web server listens; beyond this computer only behind a proxy that speaks HTTPS."""
    host = text("HOST", "127.0.0.1")
    if not is_loopback(host) and not secure:
        raise ImproperlyConfigured(
            f"HOST is {host}: other computers would reach the site over plain HTTP, but sign-in cookies and "
            "microphones need HTTPS. Leave HOST out, or put a proxy with a certificate in front and write PUBLIC_URL=https://…"
        )
    return host


def debug(*, secure: bool) -> bool:
    if flag("DEBUG") and secure:
        raise ImproperlyConfigured("DEBUG=1 shows settings to whoever meets an error. Leave it out on an open site.")
    return flag("DEBUG")


def database(folder: Path, *, has_checkpointer: bool = True) -> dict[str, object]:
    """SQLite in the data folder, tuned for exams (WAL, IMMEDIATE, full sync), or PostgreSQL by DATABASE_URL.

    Without a checkpointer (`config.checkpoints`) each process empties SQLite's log as it sees fit.
    """
    url = text("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "readyline.sqlite3",
            "TEST": {"NAME": folder / "test.sqlite3"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
                "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;"
                + ("PRAGMA wal_autocheckpoint=0;" if has_checkpointer else ""),
            },
        }
    parts = _split(url, POSTGRES_FORM)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(POSTGRES_FORM)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def mailer(folder: Path) -> dict[str, object]:
    """SMTP by EMAIL_HOST, otherwise files in the data folder."""
    host = text("EMAIL_HOST")
    if not host:
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": folder / "mail"},
        }
    port = whole_number("EMAIL_PORT", 587, low=1, high=65535)
    encrypted = flag("EMAIL_USE_TLS", default=True)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": host,
            "port": port,
            "username": text("EMAIL_HOST_USER"),
            "password": text("EMAIL_HOST_PASSWORD"),
            # Port 465 is encrypted from the first byte on, every other one after a greeting in the clear.
            "use_ssl": encrypted and port == 465,
            "use_tls": encrypted and port != 465,
            "timeout": 10,
        },
    }


def sender(host: str) -> str:
    given = text("EMAIL_FROM", f"Readyline <academy@{host}>")
    if "@" not in parseaddr(given)[1]:
        raise ImproperlyConfigured(f"EMAIL_FROM is {given!r}. Write it like Academy <academy@example.com>.")
    return given
