"""Which course renews a certificate, and by when (RULES 4)."""

from dataclasses import dataclass

from policies.schema.reading import figure, gettext_noop


@dataclass(frozen=True)
class Refreshers:
    due_rule: str = figure(
        gettext_noop("A renewal is due on the last valid day, or on the day after the notice"),
        choices=("last_valid_day", "notice_day"),
    )
    renewal_course_by_certificate: dict[str, str] = figure(
        gettext_noop("Course that renews the certificate of another course (none named: the same course)")
    )

    def renewal_course(self, subject_key: str) -> str:
        """The key of the course that renews the certificate of this course."""
        return self.renewal_course_by_certificate.get(subject_key, subject_key)
