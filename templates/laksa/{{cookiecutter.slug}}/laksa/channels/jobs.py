"""What the worker does for the channels: emptying the mailbox."""

import imaplib
from datetime import timedelta

from smartcity_base.jobs import periodic, task

from laksa.channels import mailbox


@periodic("ambil-surel", every=timedelta(minutes=1))
@task()
def fetch_letters() -> None:
    """A box that does not answer is asked again a minute later: the letters wait in it."""
    if not mailbox.is_set():
        return
    try:
        mailbox.empty()
    except (OSError, imaplib.IMAP4.error) as error:
        mailbox.log.warning("the mailbox does not answer (%s)", type(error).__name__)
