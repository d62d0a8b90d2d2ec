"""Django's settings, built from `Config`; nothing here reads the environment itself.

Every security header, cookie and limit of the site stands in this file. The list of apps goes
from low to high: an app may only know those above it in the list.
"""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP

from skillmark.platform.settings.config import Config
from skillmark.platform.settings.databases import django_database
from skillmark.platform.settings.logs import logging_config
from skillmark.platform.settings.mail import anymail, delivery_mailer

SKILLMARK = Config()
SKILLMARK.data_dir.mkdir(parents=True, exist_ok=True)

DEBUG = SKILLMARK.debug
SECRET_KEY = SKILLMARK.django_secret()
ALLOWED_HOSTS = SKILLMARK.hosts
CSRF_TRUSTED_ORIGINS = [SKILLMARK.site_url]

# --- apps, from low to high ---------------------------------------------------------------
INSTALLED_APPS = [
    "skillmark.platform.ui",
    "skillmark.platform.events",
    "skillmark.platform.mailing",
    "skillmark.platform.people",
    "skillmark.platform.orgs",
    "skillmark.platform.jobs",
    "skillmark.platform.approvals",
    "skillmark.platform.trust",
    "skillmark.platform.trust.signer",
    "skillmark.platform.transparency",
    "skillmark.platform.anchors",
    "skillmark.platform.skills",
    "skillmark.platform.catalog",
    "skillmark.platform.rights",
    "skillmark.platform.issuing",
    "skillmark.platform.blockcerts",
    "skillmark.platform.sharing",
    "skillmark.platform.pathways",
    "skillmark.platform.programmes",
    "skillmark.platform.quizzes",
    "skillmark.platform.assessment",
    "skillmark.platform.backpack",
    "skillmark.platform.verifying",
    "skillmark.platform.lti",
    "skillmark.platform.erasure",
    "skillmark.platform.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "skillmark.platform.settings.middleware.AccessLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skillmark.platform.settings.middleware.HeadersMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "skillmark.platform.events.middleware.GateMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "skillmark.platform.ui.language.LanguageChoiceMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skillmark.platform.people.language.AccountLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "skillmark.platform.events.middleware.ProblemMiddleware",
]

FORM_RENDERER = "skillmark.platform.ui.renderer.FormRenderer"
ROOT_URLCONF = "skillmark.platform.urls"
WSGI_APPLICATION = "skillmark.platform.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "skillmark.platform.settings.context.site",
            ],
        },
    },
]

# --- data ---------------------------------------------------------------------------------
DATABASES: dict[str, dict[str, Any]] = {"default": django_database(SKILLMARK.database)}
CACHES = {  # in the database, so that rate limits count for all processes together
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "skillmark_cache",
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024  # bytes of a request body that is no file
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes; larger files wait on disk

# --- language and time --------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [  # of the interface and the mails; each calls itself by its own name
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3_600  # s
LANGUAGE_COOKIE_SECURE = SKILLMARK.https
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "skillmark.platform.ui.formats"
TIME_ZONE = "UTC"

# --- static files -------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = SKILLMARK.data_dir / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "skillmark.platform.ui.collecting.HashedStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# --- mail: everything goes through the outbox, the dispatcher uses "delivery" ----------------
MAILERS = {
    "default": {"BACKEND": "skillmark.platform.events.mail.OutboxEmailBackend"},
    "delivery": delivery_mailer(SKILLMARK),
}
DEFAULT_FROM_EMAIL = SKILLMARK.email_from
SERVER_EMAIL = SKILLMARK.email_from
ANYMAIL = anymail(SKILLMARK)  # reads the reports of mail providers; sends nothing

# --- accounts -----------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/studio"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "skillmark.platform.people.forms.SignupForm"
ACCOUNT_ADAPTER = "skillmark.platform.people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = SKILLMARK.email_verification
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up, and only there
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 10
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SKILLMARK.https else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = SKILLMARK.trusted_proxies
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Skillmark"

# --- what browsers are told ---------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; we only ever speak to it
SECURE_HSTS_SECONDS = 31_536_000 if SKILLMARK.https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SKILLMARK.https
if SKILLMARK.https and SKILLMARK.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_PREFIX = "__Host-" if SKILLMARK.https else ""
LANGUAGE_COOKIE_NAME = f"{_PREFIX}skillmark-language"
SESSION_COOKIE_NAME = f"{_PREFIX}skillmark-session"
SESSION_COOKIE_SECURE = SKILLMARK.https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_PREFIX}skillmark-csrf"
CSRF_COOKIE_SECURE = SKILLMARK.https
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "skillmark.platform.events.pages.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- logs: one JSON object a line, without personal data ----------------------------------
LOGGING_CONFIG = "skillmark.platform.settings.logs.configure"
LOGGING = logging_config(SKILLMARK.log_format, SKILLMARK.log_level)
