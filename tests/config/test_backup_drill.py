"""Back up under load, wipe, restore, verify (hazards 95 and 96)."""

import hashlib
import io
import json
import shutil
import subprocess
import tarfile
import time

import pytest
from django.db import connection

from certification import pdf
from certification.domain import awards, certificates, proposals
from tests.certification.conftest import completed
from tests.conftest import NOW

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# Writes events, seals them and adds a media file with each, for as long as it lives.
WRITER = """
import itertools
from django.conf import settings
from django.utils import timezone
from people.domain import journal, journal_chain
from people.models import User
from django.db import transaction
ada = User.objects.get(username="ada")
(settings.MEDIA_ROOT / "private").mkdir(parents=True, exist_ok=True)
for n in itertools.count():
    (settings.MEDIA_ROOT / "private" / f"{n}.bin").write_bytes(bytes(str(n), "ascii") * 1000)
    with transaction.atomic():
        journal.record("note-taken", by=ada, about=ada, now=timezone.now(), values={"n": n})
    if n % 5 == 0:
        journal_chain.seal(timezone.now())
"""
EMPTY = """
from django.db import connection
connection.cursor().execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
"""
FACTS = """
import json
from people.models import Event, EventDetail, JournalSeal, User
from people.domain import journal_chain
last = EventDetail.objects.order_by("-pk").first()
print(json.dumps({"events": Event.objects.count(), "seals": JournalSeal.objects.count(), "ok": journal_chain.check().ok,
 "ada": User.objects.filter(username="ada").count(), "last": last.values["n"] if last else -1}))
"""
CERTIFICATES = """
import hashlib, json
from certification.models import CertificateFile
print(json.dumps([[kept.sha256, hashlib.sha256(kept.pdf).hexdigest()] for kept in CertificateFile.objects.all()]))
"""
# What the version before people/0002_job_leases wrote: its models do not know the table, nor does its database.
OLDER_BACKUP = """
from pathlib import Path
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from config.backups import backup
call_command("migrate", "people", "0001", verbosity=0)
del apps.all_models["people"]["joblease"]
apps.clear_cache()
backup(timezone.now(), Path({!r}))
"""
MAKE_ADA = "from people.models import User; User.objects.create_user('ada', staff_number='S-ada', name='Ada')"


def facts(site):
    return json.loads(site.python(FACTS).stdout)


@pytest.fixture
def backup_under_load(site):
    site.python(MAKE_ADA)
    writer = site.start_python(WRITER)
    try:
        until = time.monotonic() + 30
        while len(list((site.folder / "media").rglob("*.bin"))) < 20 and time.monotonic() < until:
            time.sleep(0.1)
        done = site.manage("backup", "--to", str(site.folder.parent / "kept.tar"))
        assert done.returncode == 0, done.stderr
        writing_on = writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    assert writing_on
    return site.folder.parent / "kept.tar"


def test_restore_brings_back_what_the_backup_took(site, backup_under_load):
    with tarfile.open(backup_under_load) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    key = (site.folder / "secret_key").read_text()
    after = facts(site)

    restored = site.manage("restore", str(backup_under_load), YES="1")
    back = facts(site)

    assert restored.returncode == 0, restored.stderr
    assert "journal whole" in restored.stdout
    assert back["events"] == manifest["rows"]["people_event"]
    assert back["seals"] == manifest["rows"]["people_journalseal"] == (manifest["journal_head"] or [0])[0]
    assert (back["ok"], back["ada"]) == (True, 1)
    assert 0 < back["events"] < after["events"]
    # Every file that the database knows of came along, whole.
    for n in range(back["last"] + 1):
        assert (site.folder / "media/private" / f"{n}.bin").read_bytes() == str(n).encode() * 1000
    assert (site.folder / "secret_key").read_text() == key


@pytest.fixture
def printed(request):
    """Ada's certificate. Taken before `site`, whose database on SQLite is a copy of this one."""
    people = [request.getfixturevalue(name) for name in ("ada", "hana")]
    award = proposals.propose_course(completed(people[0], NOW), now=NOW)
    certificate = awards.approve(award, by=people[1], now=NOW).certificates.get()
    return certificates.print_file(certificate, render=pdf.certificate, now=NOW)


def test_restore_into_a_wiped_folder_brings_back_all_there_was(printed, site, backup_under_load):
    with tarfile.open(backup_under_load) as tar:
        manifest = json.load(tar.extractfile("manifest.json"))
    if connection.vendor == "postgresql":
        site.python(EMPTY)
    shutil.rmtree(site.folder)
    site.folder.mkdir()

    restored = site.manage("restore", str(backup_under_load))

    assert restored.returncode == 0, restored.stderr
    for name, wanted in manifest["files"].items():
        if name.startswith("data/"):
            content = (site.folder / name.removeprefix("data/")).read_bytes()
            assert hashlib.sha256(content).hexdigest() == wanted["sha256"], name
    assert {"data/secret_key", "data/media/private/0.bin"} <= set(manifest["files"])
    back = facts(site)
    assert (back["ok"], back["events"]) == (True, manifest["rows"]["people_event"])
    if connection.vendor == "sqlite":
        told = json.loads(site.python(CERTIFICATES).stdout)
        assert told == [[printed.sha256, hashlib.sha256(printed.pdf).hexdigest()]]
        assert told[0][0] == told[0][1]


def test_restore_over_people_asks_first_and_a_damaged_backup_changes_nothing(site, backup_under_load):
    before = facts(site)

    unasked = site.manage("restore", str(backup_under_load))
    content = bytearray(backup_under_load.read_bytes())
    content[len(content) // 3] ^= 1
    backup_under_load.write_bytes(content)
    damaged = site.manage("restore", str(backup_under_load), YES="1")

    assert (unasked.returncode, damaged.returncode) == (1, 1)
    assert "Nothing was changed" in unasked.stderr
    assert "Nothing was changed" in damaged.stderr
    assert facts(site) == before


@pytest.fixture
def older_backup(site):
    site.python(MAKE_ADA)
    path = site.folder.parent / "older.tar"
    made = site.python(OLDER_BACKUP.format(str(path)))
    assert made.returncode == 0, made.stderr
    assert site.manage("migrate", "-v0").returncode == 0
    return path


def test_backup_older_than_the_code_is_restored_and_brought_up_to_date(site, older_backup):
    site.python("from people.models import User; User.objects.filter(username='ada').update(username='eda')")

    restored = site.manage("restore", str(older_backup), YES="1")
    leases = site.python("from people.models import JobLease; print(JobLease.objects.count())")

    assert restored.returncode == 0, restored.stderr
    assert facts(site)["ada"] == 1
    assert leases.stdout.strip() == "0", leases.stderr


def with_other_rows(path):
    """The same backup with a manifest that promises one person more than its database holds."""
    with tarfile.open(path) as tar:
        members = {member.name: tar.extractfile(member).read() for member in tar}
    manifest = json.loads(members["manifest.json"])
    manifest["rows"]["people_user"] += 1
    members["manifest.json"] = json.dumps(manifest).encode()
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def test_backup_that_holds_other_rows_than_it_says_changes_nothing(site, older_backup):
    site.python("from people.models import User; User.objects.filter(username='ada').update(username='eda')")
    (site.folder / "media").mkdir()
    (site.folder / "media" / "now.bin").write_bytes(b"now")

    refused = site.manage("restore", str(with_other_rows(older_backup)), YES="1")

    assert refused.returncode == 1
    assert "rows of people_user" in refused.stderr
    assert "Nothing was changed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert facts(site)["ada"] == 0
    assert (site.folder / "media" / "now.bin").read_bytes() == b"now"
    assert list(site.folder.glob("*restore-*")) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's file is itself set aside")
def test_restore_over_people_sets_their_database_aside_first(site, backup_under_load):
    site.python("from people.models import User; User.objects.filter(username='ada').update(username='eda')")

    restored = site.manage("restore", str(backup_under_load), YES="1")

    assert restored.returncode == 0, restored.stderr
    assert facts(site)["ada"] == 1
    (kept,) = site.folder.glob("before-restore-*/database.pgdump")
    told = subprocess.run(
        [shutil.which("pg_restore"), "--data-only", "--table=people_user", "--file=-", str(kept)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "\teda\t" in told.stdout


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite's file is itself set aside")
def test_restore_is_refused_where_nothing_can_be_set_aside(site, backup_under_load, tmp_path):
    site.python("from people.models import User; User.objects.filter(username='ada').update(username='eda')")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("pg_restore", "psql"):
        (programs / name).symlink_to(shutil.which(name))

    refused = site.manage("restore", str(backup_under_load), YES="1", PATH=str(programs))

    assert refused.returncode == 1
    assert "pg_dump is missing" in refused.stderr
    assert facts(site)["ada"] == 0
    assert (site.folder / "media").is_dir()
    assert list(site.folder.glob("*restore-*")) == []
