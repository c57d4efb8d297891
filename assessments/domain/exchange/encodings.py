"""The text of a file whose encoding nobody says. Pure."""

from assessments.domain.exchange.sentences import SentenceError, gettext_noop

_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


class NotTextError(SentenceError):
    """A sentence that says why the file is no text."""


def decode(file_bytes: bytes) -> str:
    """UTF-8 and UTF-16 with their marks, UTF-8, GB 18030 (with GBK and GB 2312), windows-1252; in this order.

    Without a mark, bytes that are not UTF-8 are taken for Chinese when most of the signs beyond ASCII are common
    Chinese ones that way. Raises NotTextError.
    """
    for mark, encoding in _MARKS:
        if file_bytes.startswith(mark):
            return _strictly(file_bytes, encoding).removeprefix("\ufeff")
    for encoding in ("utf-8", "gb18030", "cp1252"):
        try:
            text = file_bytes.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        if encoding != "gb18030" or _is_mostly_chinese(text):
            return text
    raise NotTextError(gettext_noop("The characters of this file cannot be read. Save it as UTF-8 and try again."))


def _strictly(file_bytes: bytes, encoding: str) -> str:
    try:
        return file_bytes.decode(encoding)
    except UnicodeDecodeError:
        raise NotTextError(
            gettext_noop("The file says that it is %(encoding)s, and is not.", encoding=encoding.upper())
        ) from None


def _is_mostly_chinese(text: str) -> bool:
    """Common signs and full-width stops fill the rows A1 to A3 and B0 to D7 of GB 2312; accented letters of other
    languages, misread in pairs, mostly fall elsewhere."""
    rows = [sign.encode("gb2312", "replace")[0] for sign in text if ord(sign) > 127]
    return 2 * sum(0xA1 <= row <= 0xA3 or 0xB0 <= row <= 0xD7 for row in rows) > len(rows)
