"""What may be uploaded: an allow-list by extension and by content, with sizes (hazards 66 and 67)."""

import secrets
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MB = 1024 * 1024
# A lesson's film in a size a call centre's network carries; nothing that reaches us may be larger.
LARGEST = 200 * MB
LIMITS = {"picture": 10 * MB, "document": 25 * MB, "recording": LARGEST}
PICTURES = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "webp": "image/webp"}
DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
RECORDINGS = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "wav": "audio/wav",
    "webm": "video/webm",
    "mp4": "video/mp4",
}
TYPES = PICTURES | DOCUMENTS | RECORDINGS
OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
MOST_PARTS = 5000  # an office file of a thousand slides has fewer
HEAD = 4096


def extension_of(name: str) -> str:
    return name.rpartition(".")[2].lower() if "." in name else ""


def stored_name(folder: str, name: str) -> str:
    """A random name of 128 bits in the folder; of the original only a known extension is kept."""
    extension = extension_of(name)
    return f"{folder}/{secrets.token_hex(16)}.{extension if extension in TYPES else 'bin'}"


def check_upload(file: Any, name: str, *, use: str) -> str:
    """The sentence that refuses the file, empty when it is welcome. `use` is "picture" or "document".

    A document may also be a recording; what a file is called and what is inside it must agree.
    """
    allowed = PICTURES if use == "picture" else DOCUMENTS | RECORDINGS
    extension = extension_of(name)
    if extension not in allowed:
        return _("A file of this kind is not taken. Taken are: %(kinds)s.") % {"kinds": ", ".join(sorted(allowed))}
    limit = LIMITS["recording" if extension in RECORDINGS else use]
    if file.size > limit:
        return _("The file is larger than %(limit)s. Make it smaller or split it.") % {"limit": filesizeformat(limit)}
    file.seek(0)
    matches = content_matches(file, extension)
    file.seek(0)
    if not matches:
        return _("The content of the file is not what its ending .%(ending)s says. Save it again in that format.") % {
            "ending": extension
        }
    return ""


def content_matches(file: BinaryIO, extension: str) -> bool:
    head = file.read(HEAD)
    if extension in OFFICE:
        return head.startswith(b"PK\x03\x04") and _is_office(file, OFFICE[extension])
    if extension in ("txt", "csv"):
        return _is_text(head)
    return _starts_as(extension, head)


def _starts_as(extension: str, head: bytes) -> bool:
    if extension in ("jpg", "jpeg"):
        return head.startswith(b"\xff\xd8\xff")
    if extension in ("webp", "wav"):
        return head[:4] == b"RIFF" and head[8:12] == (b"WEBP" if extension == "webp" else b"WAVE")
    if extension in ("mp4", "m4a"):
        return head[4:8] == b"ftyp" and (head[8:12] == b"M4A ") is (extension == "m4a")
    if extension == "mp3":
        return head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2)
    first = {
        "png": (b"\x89PNG\r\n\x1a\n",),
        "gif": (b"GIF87a", b"GIF89a"),
        "pdf": (b"%PDF-",),
        "ogg": (b"OggS",),
        "webm": (b"\x1a\x45\xdf\xa3",),
    }
    return head.startswith(first[extension])


def _is_office(file: BinaryIO, main_part: str) -> bool:
    """An office file of that kind without macros. Only the table of contents is read, nothing is unpacked."""
    try:
        with ZipFile(file) as parts:
            names = set(parts.namelist()[: MOST_PARTS + 1])
    except (BadZipFile, ValueError, OSError):
        return False
    macros = any(name.lower().endswith("vbaproject.bin") for name in names)
    return len(names) <= MOST_PARTS and {"[Content_Types].xml", main_part} <= names and not macros


def _is_text(head: bytes) -> bool:
    """Text and not markup: a browser that guesses must not find a page in it."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return b"\x00" not in head and not start.startswith((b"<", b"%pdf", b"pk\x03\x04"))


class UploadLimit(FileUploadHandler):
    """Stops a request that sends more than `LARGEST` while it is still arriving: 413, nothing kept."""

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = 0

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803 - Django's name
        # Form fields beside the file need a little room.
        if content_length > LARGEST + MB:
            raise RequestDataTooBig("The upload is larger than any file that is taken.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > LARGEST + MB:
            raise RequestDataTooBig("The upload is larger than any file that is taken.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
