"""The entry for any WSGI server: environment → Settings → Services → app. `catalina serve` uses the same function."""

from bot.serving import make_application

app = make_application()
