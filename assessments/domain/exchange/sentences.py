"""Sentences about a file, made where no language is known yet. Pure."""


class Sentence(str):
    """English as it stands, with what a catalogue needs to say it in another language."""

    __slots__ = ("template", "values")

    template: str
    values: dict[str, object]


def gettext_noop(template: str, /, **values: object) -> Sentence:
    """Marks a sentence for the catalogue and puts its values in; it is translated where it is shown."""
    sentence = Sentence(template % values if values else template)
    sentence.template, sentence.values = template, values
    return sentence


def marked(text: str) -> Sentence:
    """A sentence that was marked for the catalogue where it stands, with nothing to put in."""
    sentence = Sentence(text)
    sentence.template, sentence.values = text, {}
    return sentence


class SentenceError(ValueError):
    """Raised with a sentence about a file or one question of it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
