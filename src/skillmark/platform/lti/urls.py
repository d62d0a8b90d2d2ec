"""Addresses of learning platforms: the protocol's, the person's, the console's."""

from django.urls import path

from skillmark.platform.lti.views import courses, launch, platforms, register

app_name = "lti"

_OURS = "lti/<uuid:platform_id>"
_SETTINGS = "studio/<slug:slug>/settings/lti"
_ONE = f"{_SETTINGS}/<uuid:platform_id>"
_FEED = f"{_SETTINGS}/lines/<uuid:feed_id>"

urlpatterns = [
    path(f"{_OURS}/login", launch.login, name="login"),
    path(f"{_OURS}/launch", launch.launch, name="launch"),
    path(f"{_OURS}/keys", launch.keys, name="keys"),
    path("lti/continue/<str:launch_token>", launch.go_on, name="continue"),
    path("lti/register/<str:register_token>", register.register, name="register"),
    path(_SETTINGS, platforms.platforms, name="platforms"),
    path(f"{_SETTINGS}/new", platforms.new, name="new"),
    path(f"{_SETTINGS}/link", platforms.make_link, name="link"),
    path(_ONE, platforms.platform, name="platform"),
    path(f"{_ONE}/edit", platforms.edit, name="edit"),
    path(f"{_ONE}/test", platforms.check, name="test"),
    path(f"{_ONE}/turn", platforms.turn, name="turn"),
    path(f"{_ONE}/remove", platforms.remove, name="remove"),
    path(f"{_SETTINGS}/courses/<uuid:course_id>", courses.course, name="course"),
    path(f"{_FEED}/read", courses.read, name="read"),
    path(f"{_FEED}/remove", courses.remove, name="remove-line"),
]
