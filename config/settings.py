"""Settings. What a centre may change comes from the environment (docs/running.md); the business has its policies."""

import sys
from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import environment as env
from content.uploads import DOCUMENTS, LIMITS, PICTURES, RECORDINGS

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_dir(BASE_DIR)
CURRICULUM = BASE_DIR / "curriculum"
TESTING = "pytest" in sys.modules

PORT = env.whole_number("PORT", 8000, low=1, high=65535)
PUBLIC_URL, PUBLIC_HOST, SECURE = env.public_address(PORT)
DEBUG = env.debug(secure=SECURE)
SECRET_KEY = env.secret_key(DATA_DIR / "secret_key")
ALLOWED_HOSTS = [PUBLIC_HOST] if SECURE else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
# How many proxies of ours stand in front; the client's address is read that many steps from the right (hazard 83).
TRUSTED_PROXIES = env.whole_number("TRUSTED_PROXIES", 1 if SECURE else 0, low=0, high=5)

OUR_APPS = [
    "dashboard",
    "certification",
    "courses",
    "simulations",
    "mentoring",
    "assessments",
    "knowledge",
    "content",
    "policies",
    "people",
    "kernel",
    "config",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "wagtail.contrib.simple_translation",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "content.apps.QuietWagtailAdmin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "django_q",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "config.middleware.arrival",
    "config.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.middleware.admin_content_security_policy",
    "config.middleware.body_limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.signed_in_limits",
    "config.middleware.person_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.looking_as",
    "assessments.views.refused_looks.BankDoor",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "config" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

DATABASES = {"default": env.database(DATA_DIR, has_checkpointer=not TESTING)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.auth.StaffBackend"]
LOGIN_URL = "people:sign-in"
LOGIN_REDIRECT_URL = "dashboard:home"
LOGOUT_REDIRECT_URL = "people:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24

# The prefix binds the cookie to this host; browsers accept it over HTTPS only (hazard 84).
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = COOKIE_PREFIX + "readyline"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Signed in at most this long, and on a shared computer until the browser closes; idling is a figure of the policy.
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = COOKIE_PREFIX + "csrf"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "media-src": [CSP.SELF, "blob:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# Wagtail's admin carries inline scripts and styles without a nonce; it alone gets them, and may frame its own previews.
ADMIN_CSP = SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-ancestors": [CSP.SELF],
}

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LOCALE_PATHS = [BASE_DIR / "config" / "locale", BASE_DIR / "kernel" / "locale"]
TIME_ZONE = env.time_zone()
USE_TZ = True
WAGTAIL_I18N_ENABLED = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
# The open check of certificates takes files from anyone: 5 MB and what a form adds.
BODY_LIMITS = {"/certificates/verify/": 5 * 1024 * 1024 + 64 * 1024}
FILE_UPLOAD_HANDLERS = [
    "content.uploads.UploadLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

WAGTAIL_SITE_NAME = "Readyline"
WAGTAILADMIN_BASE_URL = PUBLIC_URL
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# A version is saved when its author says so: who only looks must not become the author of what they review.
WAGTAIL_AUTOSAVE_INTERVAL = 0
WAGTAIL_GRAVATAR_PROVIDER_URL = None
# Files and pictures have random names and leave through content:media alone; nothing is fetched from elsewhere.
WAGTAILDOCS_DOCUMENT_MODEL, WAGTAILIMAGES_IMAGE_MODEL = "content.Attachment", "content.Picture"
WAGTAILDOCS_EXTENSIONS = [*DOCUMENTS, *RECORDINGS]
WAGTAILIMAGES_EXTENSIONS = [*PICTURES]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = LIMITS["picture"]
WAGTAIL_FINISH_WORKFLOW_ACTION = "content.publishing.publish_approved"
WAGTAILEMBEDS_FINDERS: list[object] = []
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}}

# Failed jobs end after three tries and stay visible; timeout < retry and a short queue keep a job from running twice;
# successes leave no row, for the truth of a job is the row it works on (docs/decisions/0004).
JOB_SECONDS = env.whole_number("JOB_SECONDS", 120, low=5, high=3600)
Q_CLUSTER = {
    "name": "readyline",
    "orm": "default",
    "workers": 2,
    "queue_limit": 2,
    "bulk": 1,
    "timeout": JOB_SECONDS,
    "retry": 3 * JOB_SECONDS,
    "max_attempts": 3,
    "ack_failures": False,
    "save_limit": -1,
    "catch_up": False,
    "poll": 0.5,
    "label": "Jobs",
}

# Without a mail host, messages are kept as files, one a message, where an administrator can read them.
MAILERS = {"default": env.mailer(DATA_DIR)}
DEFAULT_FROM_EMAIL = env.sender(PUBLIC_HOST)

TASKS = {"default": {"BACKEND": "kernel.jobs.backend.QueueBackend"}}
HEARTBEAT = "people.domain.heartbeats.beat"
HEARTBEAT_AGE = "people.domain.heartbeats.age"
JOB_ALARM = "people.domain.heartbeats.alarm"
KEEP_HOUSE = "config.checkpoints.checkpoint"
JOB_LEASES = "people.domain.job_leases"

LOGGING_CONFIG = "config.logging.configure"
LOGGING = {"level": env.one_of("LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"})}
SILENCED_SYSTEM_CHECKS: list[str] = []
