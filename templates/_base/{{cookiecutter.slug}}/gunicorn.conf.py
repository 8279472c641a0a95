"""How gunicorn serves this app: behind nginx on a socket from systemd, or on a local port."""

import gc
import os
from typing import Any

from gunicorn.glogging import Logger

wsgi_app = "config.wsgi:application"
# Without SMARTCITY_BIND gunicorn takes the socket that systemd hands over (LISTEN_FDS).
if os.environ.get("SMARTCITY_BIND"):
    bind = os.environ["SMARTCITY_BIND"]

workers = int(os.environ.get("SMARTCITY_WORKERS", "1"))
threads = int(os.environ.get("SMARTCITY_THREADS", "4"))
worker_class = "gthread" if threads > 1 else "sync"
preload_app = workers > 1  # shared memory; for one alone it would only be there twice


def pre_fork(server: Any, worker: Any) -> None:
    """Keep the garbage collector's hands off what is shared: a touched page is a copied page."""
    gc.collect()
    gc.freeze()


if os.path.isdir("/dev/shm"):  # noqa: PTH112, S108
    worker_tmp_dir = "/dev/shm"  # noqa: S108  (the heartbeat: a slow disk would get workers killed)
timeout = 30
graceful_timeout = 20
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True


class Quiet(Logger):  # type: ignore[misc]
    """Logs the first part of a path only: the rest may be somebody's number or one-time link.

    Of /wbs/ (whistle-blowing, in any app that has it) not even that: no line, so no hour.
    """

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        if not str(environ.get("RAW_URI", "")).startswith("/wbs"):
            super().access(resp, req, environ, request_time)

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> dict[str, Any]:
        known: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        first, _, rest = str(known["U"]).lstrip("/").partition("/")
        return {**known, "U": f"/{first}/…" if rest else f"/{first}"}


logger_class = Quiet
errorlog = "-"
accesslog = "-"
# No address of a person, no query, no browser: method, path, status, bytes, seconds.
access_log_format = "%(m)s %(U)s %(s)s %(B)s %(L)ss"
forwarded_allow_ips = "*"  # reached over the socket or localhost only; Django decides what to trust
