"""What is wrong with a curriculum file, said with file and line, and the hash that tells whether a file changed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from kernel.personal_data import personal_data


@dataclass(frozen=True, order=True)
class Problem:
    path: str
    line: int
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.sentence}"


class CurriculumError(Exception):
    """Every problem found, in the order of the files, so that an author mends them in one go."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Findings:
    """Collects the problems of one file while it is read."""

    def __init__(self, path: PurePath | str) -> None:
        self.path = str(path)
        self.problems: list[Problem] = []

    def add(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(self.path, line, sentence))

    def refuse_if_any(self) -> None:
        if self.problems:
            raise CurriculumError(self.problems)


def source_hash(text: str) -> str:
    """SHA-256 of the text with line ends as LF and no blank end, so that a checkout on Windows hashes alike."""
    unified = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    return hashlib.sha256(unified.encode()).hexdigest()


def personal_problems(text: str, path: str) -> list[Problem]:
    """What looks like somebody's number or mail address, line by line, whatever the file is."""
    if personal_data(text) is None:  # what it looks for never spans two lines
        return []
    return [
        Problem(path, number, f"looks like personal data: {found}")
        for number, line in enumerate(text.splitlines(), 1)
        if (found := personal_data(line))
    ]
