"""What the environment says, checked before Django starts. A wrong value stops the start with a sentence."""

import os
import secrets
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
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


def kept_secret(path: Path) -> str:
    """The secret key: made once, kept with mode 0600, so that sessions and links outlive a restart."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        value = path.read_text().strip()
        if len(value) < 50:
            raise ImproperlyConfigured(f"{path} is shorter than 50 characters. Restore it from a backup.") from None
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


def public_address(port: int) -> tuple[str, str, bool]:
    """(address, host, secure). Plain HTTP is served on loopback only: sessions and microphones need HTTPS elsewhere."""
    address = text("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ImproperlyConfigured(f"PUBLIC_URL is {address!r}. Write it like https://academy.example.com.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ImproperlyConfigured(
            f"PUBLIC_URL is {address}: plain HTTP is allowed on this computer only, because sign-in cookies and "
            "microphones need HTTPS. Put a proxy with a certificate in front and write PUBLIC_URL=https://…"
        )
    return address, parts.hostname, parts.scheme == "https"


def database(folder: Path) -> dict[str, object]:
    """SQLite in the data folder, tuned for exams (WAL, IMMEDIATE, full sync), or PostgreSQL by DATABASE_URL."""
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
                "PRAGMA journal_size_limit=27103364;PRAGMA cache_size=2000;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
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
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": host,
            "port": whole_number("EMAIL_PORT", 587, low=1, high=65535),
            "username": text("EMAIL_HOST_USER"),
            "password": text("EMAIL_HOST_PASSWORD"),
            "use_tls": flag("EMAIL_USE_TLS", default=True),
            "timeout": 10,
        },
    }
