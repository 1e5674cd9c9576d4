from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from gateway.catalogue.safe_fetch import Forbidden, parse_public_url
from gateway.catalogue.text.web_addresses import WebAddressFormField
from resources.models import FollowedFeed, Publisher

MAX_FEEDS = 10


SUBSCRIPTION_PATTERN = re.compile(r"^\s*(?:webcals?|feed):(?://)?(https?://)?", re.IGNORECASE)


class FeedAddressField(WebAddressFormField):
    """The address of a feed, also in the forms webcal:// and feed:// that calendar programs use."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(SUBSCRIPTION_PATTERN.sub(lambda found: found[1] or "https://", str(value or "")))


class FeedForm(forms.ModelForm):
    """A feed to follow for a publisher that the user manages."""

    class Meta:
        model = FollowedFeed
        fields: ClassVar = ["publisher", "url", "kind"]
        field_classes: ClassVar = {"url": FeedAddressField}
        help_texts: ClassVar = {
            "url": "The address of an RSS or Atom feed from your own site. For events, a calendar in iCal format.",
            "kind": "What the drafts will be. Events need a calendar (iCal). The others need RSS or Atom.",
        }

    def __init__(self, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = Publisher.objects.managed_by(user).filter(is_suspended=False)
        self.instance.added_by = user
        self.fields["publisher"].queryset = mine  # type: ignore[attr-defined]
        if mine.count() == 1:
            self.fields["publisher"].initial = mine.get()

    def clean_url(self) -> str:
        """Raise ValidationError unless it is a public web address. Each visit checks what its host resolves to."""
        url = self.cleaned_data["url"]
        try:
            parse_public_url(url)
        except Forbidden as error:
            raise ValidationError(f"We cannot follow this: {error}") from error
        return url

    def clean_publisher(self) -> Publisher:
        """Raise ValidationError if the publisher already follows the maximum number of feeds."""
        publisher = self.cleaned_data["publisher"]
        if publisher.feeds.count() >= MAX_FEEDS:
            raise ValidationError(f"{publisher} follows {MAX_FEEDS} feeds already.")
        return publisher
