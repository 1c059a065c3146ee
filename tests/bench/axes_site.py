"""A small Django site guarded by django-axes, to be guessed at beside ours.

`python -m bench.axes_site prepare` migrates and makes the account; `python -m bench.axes_site serve PORT`
serves `POST /log-in`. Every password that is really compared adds a byte to the file named by AXES_COUNT.
"""

import os
import sys
from urllib.parse import urlsplit

import django
from django.conf import settings

PLACE = urlsplit(os.environ["AXES_DATABASE_URL"])
USERNAME, LIMIT = "measured", 3

settings.configure(
    SECRET_KEY="only for measuring",
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    ROOT_URLCONF=__name__,
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "axes"],
    MIDDLEWARE=["axes.middleware.AxesMiddleware"],
    AUTHENTICATION_BACKENDS=[
        "axes.backends.AxesStandaloneBackend",
        "django.contrib.auth.backends.ModelBackend",
    ],
    PASSWORD_HASHERS=["bench.axes_hasher.Counting"],
    AXES_FAILURE_LIMIT=LIMIT,
    AXES_LOCKOUT_PARAMETERS=["username"],
    AXES_RESET_ON_SUCCESS=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": PLACE.path.lstrip("/"),
            "USER": PLACE.username,
            "PASSWORD": PLACE.password,
            "HOST": PLACE.hostname,
            "PORT": PLACE.port,
        }
    },
)
django.setup()

from django.contrib.auth import authenticate  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402


def log_in(request):
    """204 for the right password, 401 for a wrong one; axes answers those it locks out."""
    user = authenticate(request, username=request.POST["username"], password=request.POST["password"])
    return HttpResponse(status=204 if user else 401)


urlpatterns = [path("log-in", log_in)]


def prepare() -> None:
    """Tables and the account."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_user(USERNAME, password=os.environ["AXES_PASSWORD"])


def serve(port: int) -> None:
    """The same kind of server as our gateway's: two workers of sixteen threads."""
    from bench.serving import serve_with_gunicorn

    serve_with_gunicorn(get_wsgi_application(), port)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        serve(int(sys.argv[2]))
