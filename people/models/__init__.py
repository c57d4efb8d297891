from people.models.calendar import CalendarDay, CalendarYear
from people.models.employment import Absence, Employment, Leadership, LevelHeld, Mentorship
from people.models.journal import Event, EventDetail, JournalSeal
from people.models.looking import Looking
from people.models.notices import Notice
from people.models.operations import Heartbeat, Import, JobLease
from people.models.organisation import BusinessLine, Company, Department, Site, Team
from people.models.person import Invitation, SignedIn, SignInAttempt, User

__all__ = [
    "Absence",
    "BusinessLine",
    "CalendarDay",
    "CalendarYear",
    "Company",
    "Department",
    "Employment",
    "Event",
    "EventDetail",
    "Heartbeat",
    "Import",
    "Invitation",
    "JobLease",
    "JournalSeal",
    "Leadership",
    "LevelHeld",
    "Looking",
    "Mentorship",
    "Notice",
    "SignInAttempt",
    "SignedIn",
    "Site",
    "Team",
    "User",
]
