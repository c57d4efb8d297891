"""A wrong or missing setting stops the start with a sentence that names it."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import environment as env

EVERYWHERE = "0.0.0.0"  # noqa: S104  what is refused here
NAMES = "PORT PUBLIC_URL HOST DATABASE_URL TIME_ZONE SECRET_KEY DEBUG EMAIL_HOST EMAIL_PORT EMAIL_FROM DATA_DIR".split()


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def public():
    return env.public_address(8000)


def port():
    return env.whole_number("PORT", 8000, low=1, high=65535)


@pytest.mark.parametrize(("given", "taken"), [("", 8000), ("1", 1), ("65535", 65535), (" 8001 ", 8001)])
def test_port_is_taken_up_to_its_bounds(monkeypatch, given, taken):
    monkeypatch.setenv("PORT", given)

    assert port() == taken


@pytest.mark.parametrize("given", ["0", "65536", "-1", "80.5", "eighty"])
def test_wrong_port_is_refused(monkeypatch, given):
    monkeypatch.setenv("PORT", given)

    with pytest.raises(ImproperlyConfigured, match=f"PORT is '{given}'. It takes a whole number from 1 to 65535"):
        port()


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ("", ("http://127.0.0.1:8000", "127.0.0.1", False)),
        ("http://localhost:9000/", ("http://localhost:9000", "localhost", False)),
        ("https://academy.example.com/", ("https://academy.example.com", "academy.example.com", True)),
    ],
)
def test_public_address_is_loopback_or_https(monkeypatch, given, taken):
    monkeypatch.setenv("PUBLIC_URL", given)

    assert public() == taken


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("http://academy.example.com", "plain HTTP is allowed on this computer only"),
        ("http://192.168.1.9:8000", "plain HTTP is allowed on this computer only"),
        ("academy.example.com", "Write it like https://academy.example.com"),
        ("ftp://academy.example.com", "Write it like"),
        ("https://academy.example.com/lms", "without a path"),
        ("https://academy.example.com:99999", "Write it like"),
        ("https://[::1", "Write it like"),
        ("https://", "Write it like"),
    ],
)
def test_wrong_public_address_is_refused(monkeypatch, given, sentence):
    monkeypatch.setenv("PUBLIC_URL", given)

    with pytest.raises(ImproperlyConfigured, match=sentence):
        public()


@pytest.mark.parametrize(
    ("host", "secure"), [("", False), ("127.0.0.1", False), ("::1", False), ("localhost", False), (EVERYWHERE, True)]
)
def test_host_is_loopback_or_behind_https(monkeypatch, host, secure):
    monkeypatch.setenv("HOST", host)

    assert env.listening_host(secure=secure) == (host or "127.0.0.1")


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.9", "academy.example.com"])
def test_open_host_over_plain_http_is_refused(monkeypatch, host):
    """Hazard 84."""
    monkeypatch.setenv("HOST", host)

    with pytest.raises(ImproperlyConfigured, match="over plain HTTP"):
        env.listening_host(secure=False)


def test_debug_is_refused_on_an_open_site(monkeypatch):
    monkeypatch.setenv("DEBUG", "1")

    assert env.debug(secure=False) is True
    with pytest.raises(ImproperlyConfigured, match="DEBUG=1"):
        env.debug(secure=True)


@pytest.mark.parametrize(("given", "taken"), [("1", True), ("yes", True), ("TRUE", True), ("0", False), ("No", False)])
def test_flag_is_read(monkeypatch, given, taken):
    monkeypatch.setenv("DEMO", given)

    assert env.flag("DEMO", default=not taken) is taken


def test_empty_flag_counts_as_left_out_and_any_other_word_is_refused(monkeypatch):
    monkeypatch.setenv("DEMO", "")
    assert (env.flag("DEMO", default=True), env.flag("DEMO")) == (True, False)
    monkeypatch.setenv("DEMO", "maybe")

    with pytest.raises(ImproperlyConfigured, match="Write DEMO=1 or DEMO=0"):
        env.flag("DEMO")


@pytest.mark.parametrize("given", ["Mars/Base", "Asia", "/etc/passwd", "../x", "Asia/Shanghai "])
def test_time_zone_is_a_place(monkeypatch, given):
    monkeypatch.setenv("TIME_ZONE", given)

    if given.strip() == "Asia/Shanghai":
        assert env.time_zone() == "Asia/Shanghai"
    else:
        with pytest.raises(ImproperlyConfigured, match="Write a place like Asia/Shanghai"):
            env.time_zone()


@pytest.mark.parametrize(
    "given",
    [
        "mysql://u:p@host/name",
        "postgresql://u:p@host",
        "postgresql://u:p@host:99x/name",
        "postgresql://u:p@host:70000/name",
        "postgresql://[host/name",
        "name",
    ],
)
def test_wrong_database_is_refused_without_showing_it(monkeypatch, tmp_path, given):
    monkeypatch.setenv("DATABASE_URL", given)

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.database(tmp_path)

    assert str(refusal.value) == env.POSTGRES_FORM


def test_database_url_is_taken_apart(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://re%40dy:p%2Fw@db.example.com:5433/academy")

    own = env.database(tmp_path)

    assert [own[part] for part in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "re@dy",
        "p/w",
        "db.example.com",
        "5433",
        "academy",
    ]


def test_secret_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret_key"

    first, second = env.secret_key(path), env.secret_key(path)

    assert first == second
    assert len(first) >= env.LEAST_KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("length", "taken"), [(49, False), (50, True)])
def test_short_secret_key_is_refused(monkeypatch, tmp_path, length, taken):
    monkeypatch.setenv("SECRET_KEY", "k" * length)

    if taken:
        assert env.secret_key(tmp_path / "secret_key") == "k" * length
    else:
        with pytest.raises(ImproperlyConfigured, match="shorter than 50 characters"):
            env.secret_key(tmp_path / "secret_key")
    assert list(tmp_path.iterdir()) == []


def test_cut_off_secret_key_is_refused(tmp_path):
    (tmp_path / "secret_key").write_text("cut off")

    with pytest.raises(ImproperlyConfigured, match="Put it back from a backup"):
        env.secret_key(tmp_path / "secret_key")


def test_data_folder_that_is_a_file_is_refused(monkeypatch, tmp_path):
    (tmp_path / "taken").touch()
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "taken"))

    with pytest.raises(ImproperlyConfigured, match="Choose another with DATA_DIR="):
        env.data_dir(tmp_path)


@pytest.mark.parametrize(
    ("port", "plain", "encrypted"), [("", False, True), ("25", False, True), ("587", False, True), ("465", True, False)]
)
def test_mail_is_encrypted_by_its_port(monkeypatch, tmp_path, port, plain, encrypted):
    monkeypatch.setenv("EMAIL_HOST", "mail.example.com")
    monkeypatch.setenv("EMAIL_PORT", port)

    options = env.mailer(tmp_path)["OPTIONS"]

    assert (options["use_ssl"], options["use_tls"]) == (plain, encrypted)


@pytest.mark.parametrize("given", ["academy", "Academy <academy>"])
def test_sender_without_an_address_is_refused(monkeypatch, given):
    monkeypatch.setenv("EMAIL_FROM", given)

    with pytest.raises(ImproperlyConfigured, match="Write it like Academy"):
        env.sender("127.0.0.1")
