"""The CSRF token of a form, which an included template gets too."""

from __future__ import annotations

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.middleware.csrf import get_token
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Return the hidden field that every form that posts needs.

    Django's own tag asks the context for the token, and a template that was included `with … only` has none: its form
    is rendered without the field and answers 403. This tag asks the request, which every context of a page has.
    """
    request = getattr(context, "request", None)
    if request is None:
        raise ImproperlyConfigured("A form that posts is rendered without its request, so it would have no token.")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', get_token(request))
