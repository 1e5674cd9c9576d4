"""Responses to the forms of discussions."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """A redirect with GET after a form that changed something (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER
