"""`python -m portico_local.mail FOLDER SMTP_PORT PAGE_PORT`: runs until SIGTERM."""

import signal
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portico_local.mail import page
from portico_local.mail.store import Store
from portico_local.ports import LOOPBACK


class Keeper:
    """Takes every mail and keeps it."""

    def __init__(self, store: Store):
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep one mail; the answer to the sender."""
        self._store.add(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content or b"")
        return "250 Kept"


def main(folder: str, smtp_port: str, page_port: str) -> None:
    """Serve both doors until told to stop."""
    store = Store(Path(folder))
    stopping = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    signal.signal(signal.SIGINT, lambda *_: stopping.set())
    web = page.serve(store, int(page_port))
    threading.Thread(target=web.serve_forever, daemon=True).start()
    smtp = Controller(Keeper(store), hostname=LOOPBACK, port=int(smtp_port), enable_SMTPUTF8=True)
    smtp.start()
    stopping.wait()
    smtp.stop()
    web.shutdown()


if __name__ == "__main__":
    main(*sys.argv[1:])
