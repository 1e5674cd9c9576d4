"""How forms of discussions answer."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """Leads on with GET after a form that changed something (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER
