"""A backup is believed only where it agrees with its manifest, and writes nowhere but below the folder given."""

import hashlib
import io
import json
import tarfile

import pytest

from config.archive import ArchiveError, Writer, unpack

HELLO = b"hello"
FACTS = {"bytes": 5, "sha256": hashlib.sha256(HELLO).hexdigest()}


def tar_of(path, members, files, form=1):
    manifest = json.dumps({"format": form, "files": files}).encode()
    with tarfile.open(path, "w") as tar:
        for entry, content in [*members, (tarfile.TarInfo("manifest.json"), manifest)]:
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return path


def plain(name, content=HELLO):
    return tarfile.TarInfo(name), content


def test_what_was_written_comes_back(tmp_path):
    (tmp_path / "a file").write_bytes(b"x" * 3_000_000)
    writer = Writer(tmp_path / "backups" / "b.tar")
    writer.add_bytes("data/notes", HELLO)
    writer.add_file("data/media/录音.webm", tmp_path / "a file")
    writer.close({"made": "today"})

    facts = unpack(tmp_path / "backups" / "b.tar", tmp_path / "out")

    assert (tmp_path / "backups" / "b.tar").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "out/data/notes").read_bytes() == HELLO
    assert (tmp_path / "out/data/media/录音.webm").read_bytes() == b"x" * 3_000_000
    assert (facts["made"], facts["files"]["data/notes"]) == ("today", FACTS)


def test_abandoned_backup_leaves_no_file(tmp_path):
    writer = Writer(tmp_path / "backups" / "b.tar")

    writer.abandon()

    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize("name", ["../outside", "/outside", "data/../../outside", "data/..", "data\\..\\outside"])
def test_member_that_climbs_out_is_refused(tmp_path, name):
    path = tar_of(tmp_path / "b.tar", [plain(name)], {name: FACTS})

    with pytest.raises(ArchiveError, match="no plain file below it"):
        unpack(path, tmp_path / "in" / "out")

    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_member_that_is_no_plain_file_is_refused(tmp_path, kind):
    entry = tarfile.TarInfo("data/link")
    entry.type, entry.linkname = kind, "/etc/passwd"

    with pytest.raises(ArchiveError, match="no plain file"):
        unpack(tar_of(tmp_path / "b.tar", [(entry, b"")], {"data/link": FACTS}), tmp_path / "out")


@pytest.mark.parametrize(
    ("members", "files", "sentence"),
    [
        ([plain("data/a", b"hallo")], {"data/a": FACTS}, "is damaged"),
        ([plain("data/a", b"hello!")], {"data/a": FACTS}, "is damaged"),
        ([], {"data/a": FACTS}, "disagree about 'data/a'"),
        ([plain("data/a"), plain("data/b")], {"data/a": FACTS}, "disagree about 'data/b'"),
        ([plain("data/a"), plain("data/a")], {"data/a": FACTS}, "disagree about 'data/a'"),
    ],
)
def test_backup_that_disagrees_with_its_manifest_is_refused(tmp_path, members, files, sentence):
    with pytest.raises(ArchiveError, match=sentence):
        unpack(tar_of(tmp_path / "b.tar", members, files), tmp_path / "out")


def test_backup_of_another_form_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="has the form 2, this version reads 1"):
        unpack(tar_of(tmp_path / "b.tar", [], {}, form=2), tmp_path / "out")


@pytest.mark.parametrize("content", [b"", b"no tar at all", b"\0" * 20_000])
def test_file_that_is_no_backup_is_refused(tmp_path, content):
    (tmp_path / "b.tar").write_bytes(content)

    with pytest.raises(ArchiveError, match="Nothing was changed"):
        unpack(tmp_path / "b.tar", tmp_path / "out")


def test_cut_off_backup_is_refused(tmp_path):
    path = tar_of(tmp_path / "b.tar", [plain("data/a", b"x" * 100_000)], {"data/a": FACTS})
    path.write_bytes(path.read_bytes()[:50_000])

    with pytest.raises(ArchiveError, match="Nothing was changed"):
        unpack(path, tmp_path / "out")


def test_missing_file_is_said(tmp_path):
    with pytest.raises(ArchiveError, match="There is no file"):
        unpack(tmp_path / "gone.tar", tmp_path / "out")
