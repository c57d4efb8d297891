"""Why a command could not do its work, for the errors that have nothing to do with our code."""

import os
import pwd

from django.db import Error, connection


def database_is_away() -> str:
    """A sentence when the database cannot be reached or opened at all, else nothing. Never shows a password."""
    connection.close()
    try:
        connection.ensure_connection()
    except Error as error:
        why = str(error).strip().splitlines()[0].rstrip(".")
    else:
        return ""
    own = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"The database {own['NAME']} cannot be opened ({why}). Restore a backup, or choose another DATA_DIR=."
    return (
        f"The database {own['NAME']} of {own['USER'] or 'nobody'} at {own['HOST'] or 'this computer'} does not answer "
        f"({why}). Is it running, and is DATABASE_URL right?"
    )


def not_ours(error: PermissionError) -> str:
    try:
        user = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        user = f"user {os.geteuid()}"
    return (
        f"{error.filename or 'A file'} cannot be read or written by {user}. Everything in the data folder must belong "
        "to the user who starts Readyline."
    )
