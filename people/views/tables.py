from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from kernel.tables import to_csv, to_xlsx

FORMATS = {
    "csv": ("text/csv; charset=utf-8", to_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}


def table_response(headings: Sequence[object], rows: Iterable[Sequence[object]], name: str, form: str) -> HttpResponse:
    """A table to take away; `name` is ours, never a person's."""
    kind, write = FORMATS[form]
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return HttpResponse(write(headings, rows), content_type=kind, headers=headers)
