"""Days and times in Arabic, in Django's letters."""

DATE_FORMAT = r"j F Y"
DATETIME_FORMAT = r"j F Y, H:i"
SHORT_DATE_FORMAT = r"j M Y"
SHORT_DATETIME_FORMAT = r"j M Y, H:i"
