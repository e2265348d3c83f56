"""Sending mail without letting a mail server that is down stop an editor's work."""

from __future__ import annotations

import logging
import smtplib

from django.core.mail.backends.smtp import EmailBackend

logger = logging.getLogger("core.accounts.mail")


class PatientEmailBackend(EmailBackend):
    """SMTP that logs an unreachable server instead of raising.

    Wagtail opens the connection outside its own try (wagtail/admin/mail.py, `OpenedConnection`): without this a
    reporter could not submit a story while the mail server is away. What was meant to be sent is then not sent.
    """

    def open(self) -> bool | None:
        try:
            return super().open()
        except (OSError, smtplib.SMTPException) as error:
            logger.warning("mail server %s:%s cannot be reached: %s", self.host, self.port, error)
            return None
