"""Words that the page's script shows, in the reader's language."""

from django.utils.translation import gettext as _


def call_words() -> dict[str, str]:
    return {
        "mic_ok": _("The microphone hears you"),
        "mic_quiet": _("Say a few words: nothing is heard yet"),
        "mic_refused": _(
            "The browser was not allowed to use the microphone. Allow it beside the address, or hold the call as text."
        ),
        "mic_absent": _("No microphone was found. Plug in the headset and try again, or hold the call as text."),
        "mic_unsupported": _("This browser cannot record. Use a current one, or hold the call as text."),
        "mic_insecure": _(
            "Microphones work only over HTTPS or on this computer itself. Hold the call as text, or ask for HTTPS."
        ),
        "player": _("%(name)s plays the customer"),
        "saved": _("Saved up to %(time)s"),
        "saving": _("Saving … %(count)s parts to go"),
        "kept": _("No connection. The recording is kept in this page and sent again by itself."),
        "refused": _("The recording could not be saved: %(sentence)s"),
        "closing": _("Sending the last part. Please keep this page open."),
        "done": _("The recording is saved. You may close this page."),
        "ended": _("The call has ended"),
        "mic_lost": _("The microphone stopped. The call can go on as text."),
        "leave": _("The recording is not sent yet."),
    }


def chat_words() -> dict[str, str]:
    return {
        "waits": _("The customer has waited %(seconds)s s"),
        "late": _("Waiting %(seconds)s s: more than %(target)s s"),
        "answered": _("Answered in %(seconds)s s"),
        "sending": _("sending …"),
        "unsent": _("not sent, trying again"),
        "you": _("You"),
        "ended": _("The call has ended"),
    }


def desk_words() -> dict[str, str]:
    return {
        "play": _("Play"),
        "pause": _("Pause"),
        "unplayable": _("The recording cannot be played in this browser."),
        "remark_at": _("Remark %(number)s at %(at)s"),
    }
