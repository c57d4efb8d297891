"""Pictures, recordings and downloads that lie beside a text of the curriculum, put into the store once."""

from datetime import datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile

from content.models import Attachment, LoadedItem, Picture
from content.uploads import check_upload
from courses.domain.academy.problems import CurriculumError, Problem


class Shelf:
    """The files of one text. The same bytes are the same row, whatever they are called and however often they load."""

    def __init__(self, text: Path, *, now: datetime) -> None:
        self.text, self.now = text, now

    def picture(self, name: str, title: str) -> int:
        return self._keep(Picture, name, title)

    def document(self, name: str, title: str) -> int:
        return self._keep(Attachment, name, title)

    def _keep(self, model: type[Picture] | type[Attachment], name: str, title: str) -> int:
        content = (self.text.parent / name).read_bytes()
        kind, key = model._meta.model_name or "", sha256(content).hexdigest()
        kept = LoadedItem.objects.filter(kind=kind, key=key).first()
        if kept and model.objects.filter(pk=kept.written_hash).exists():
            return int(kept.written_hash)
        file = ImageFile(BytesIO(content), Path(name).name) if model is Picture else ContentFile(content, name)
        if refusal := check_upload(file, name, use="picture" if model is Picture else "document"):
            raise CurriculumError([Problem(self.text.name, 1, f"the file {name}: {refusal}")])
        row = model(title=title[:255], file=file)
        row.full_clean(exclude=["width", "height", "file_size", "file_hash"])
        row.save()
        values = {"source_hash": key, "written_hash": str(row.pk), "loaded_at": self.now}
        LoadedItem.objects.update_or_create(kind=kind, key=key, locale="", defaults=values)
        return row.pk
