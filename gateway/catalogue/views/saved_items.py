"""Saving items for later: the button, the list, and the section of the user's account page."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.account_sections import AccountHooks, Link, Section
from accounts.addresses.redirects import redirect_back
from accounts.models import User
from accounts.views.account import get_person
from gateway.catalogue.facets import get_current_index
from gateway.catalogue.items.cards import get_cards
from gateway.catalogue.models import Item, SavedItem

MAX_SAVED_ITEMS_SHOWN = 5


@require_POST
@login_required
def save_item(request: HttpRequest, slug: str) -> HttpResponse:
    """Save an item or, with `keep` empty, remove it; then redirect back to the page with the button."""
    item = get_object_or_404(Item.objects.visible_to(request.user), slug=slug)
    if request.POST.get("keep"):
        SavedItem.keep(get_person(request), item)
    else:
        SavedItem.objects.filter(user=get_person(request), item=item).delete()
    return redirect_back(request, item.get_absolute_url())


@never_cache
@require_safe
@login_required
def saved_items(request: HttpRequest) -> HttpResponse:
    """Render the saved items that are still public, the latest first."""
    public = Item.objects.public().values("pk")
    kept = SavedItem.objects.filter(user=get_person(request), item__in=public).values_list("item_id", flat=True)
    page = Paginator(kept, settings.PAGE_SIZE).get_page(request.GET.get("page"))
    items = get_cards(get_current_index(), page.object_list)
    return render(request, "catalogue/saved-items.html", {"saved": page, "items": items})


class SavedItemAccountHooks(AccountHooks):
    """The section of the account page with what a user saved for later."""

    def get_sections(self, user: User) -> list[Section]:
        kept = SavedItem.objects.filter(user=user, item__in=Item.objects.public().values("pk")).select_related("item")
        links = [
            Link(each.item.title, each.item.get_absolute_url(), each.item.kind_label)
            for each in kept[:MAX_SAVED_ITEMS_SHOWN]
        ]
        empty = "You have not saved anything yet. To save an item, select “Save for later” on its page."
        return [Section("What you have saved", links, empty, Link("See all you have saved", reverse("saved_items")))]
