"""Rich text is cleaned when it is stored and again when it is shown (hazard 76)."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from wagtail import blocks
from wagtail.rich_text import RichText, expand_db_html

TAGS = {"p", "b", "i", "strong", "em", "a", "ul", "ol", "li", "h3", "br"}
OUTSIDE = ("https://", "mailto:", "tel:")


def _address(tag: str, name: str, value: str) -> str | None:
    """Secure pages elsewhere, mail, telephone, and places in this house; nothing that runs or goes round the door."""
    if name != "href":
        return value
    address = "".join(value.split())
    own = address.startswith("/") and not address.startswith("//") and "\\" not in address
    return value if own or address.lower().startswith(OUTSIDE) else None


def clean_kept(html: str) -> str:
    """What goes into the database: Wagtail's own marks stay, so that its editor can open the text again."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": {"data-block-key"}, "a": {"href", "linktype", "id", "uuid"}},
        attribute_filter=_address,
        url_schemes={"https", "mailto", "tel"},
        link_rel=None,
    )


def clean_shown(html: str) -> SafeString:
    """What a reader's browser gets; a link never hands our page over to where it leads."""
    return mark_safe(  # noqa: S308 - it comes out of the cleaner
        nh3.clean(
            html,
            tags=TAGS,
            attributes={"a": {"href"}},
            attribute_filter=_address,
            url_schemes={"https", "mailto", "tel"},
            link_rel="noopener noreferrer",
        )
    )


class CleanText(RichText):
    def __html__(self) -> SafeString:
        return clean_shown(expand_db_html(self.source))


class CleanTextBlock(blocks.RichTextBlock):
    """A rich text that is clean however it came in: by the editor, the loader or a hand-made revision."""

    def to_python(self, value: str) -> CleanText:
        return CleanText(value)

    def normalize(self, value: object) -> CleanText:
        return CleanText(value.source if isinstance(value, RichText) else value and str(value))

    def value_from_form(self, value: str) -> CleanText:
        return CleanText(clean_kept(value))

    def get_prep_value(self, value: RichText) -> str:
        return clean_kept(value.source)
