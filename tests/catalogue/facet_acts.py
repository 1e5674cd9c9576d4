"""Random changes to the catalogue, and the expected results in plain SQL, for tests of the facet index."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from random import Random
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from gateway.catalogue.facets import FacetIndex, FacetTerm, get_current_index
from gateway.catalogue.models import AreaOfNeed, FocusArea, Item, Phase, SettingType, Status
from gateway.catalogue.models.status import NEXT_STATUSES
from resources.models import Publication, Publisher
from tests.factories import make_publication

VOCABULARIES = {
    "focus": ("focus_areas", FocusArea),
    "need": ("areas_of_need", AreaOfNeed),
    "phase": ("phases", Phase),
    "setting": ("setting_types", SettingType),
}


def some_item(chance: Random) -> Item | None:
    pks = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    return Item.objects.filter(pk=chance.choice(pks)).first() if pks else None


def some_publisher(chance: Random) -> Publisher:
    return chance.choice(list(Publisher.objects.order_by("pk")))


def some_moment(chance: Random):
    """Return a random time within the last or next 30 hours."""
    return timezone.now() + timedelta(hours=chance.choice([-30, -20, -5, -5, -1, 2, 5, 20]))


def some_terms(chance: Random) -> dict[str, list]:
    return {
        field: chance.sample(list(model.objects.all()), k=chance.randint(0, 3))
        for field, model in VOCABULARIES.values()
    }


def publish(chance: Random) -> None:
    publisher = some_publisher(chance)
    title = f"Made {uuid4()}"
    publication = make_publication(title, publisher=publisher, published_at=some_moment(chance))
    for field, terms in some_terms(chance).items():
        getattr(publication, field).set(terms)


def move(chance: Random) -> None:
    if item := some_item(chance):
        item.move(chance.choice(sorted(NEXT_STATUSES[item.status])), reason="Because.")


def reschedule(chance: Random) -> None:
    if item := some_item(chance):
        item.published_at = some_moment(chance)
        item.save()


def withhold(chance: Random) -> None:
    if item := some_item(chance):
        Item.objects.filter(pk=item.pk).update(is_withheld=not item.is_withheld)


def retag(chance: Random) -> None:
    if item := some_item(chance):
        field, terms = chance.choice(sorted(some_terms(chance).items(), key=lambda pair: pair[0]))
        getattr(item, field).set(terms)


def delete(chance: Random) -> None:
    if (item := some_item(chance)) and chance.random() < 0.5:
        item.delete()


def update_many(chance: Random) -> None:
    some = Publication.objects.filter(pk__in=[item.pk for _ in range(6) if (item := some_item(chance))])
    out = {"status": Status.PUBLISHED, "published_at": some_moment(chance)}
    some.update(**chance.choice([{"status": Status.ARCHIVED}, out]))


def change_publisher(chance: Random) -> None:
    if item := some_item(chance):
        publisher = some_publisher(chance)
        Publication.objects.filter(pk=item.pk).update(publisher=publisher)


def rename_term(chance: Random) -> None:
    model = chance.choice([model for _, model in VOCABULARIES.values()])
    term = chance.choice(list(model.objects.all()))
    term.name = f"Renamed {uuid4()}"
    term.slug = slugify(term.name)
    term.save()


def retire_term(chance: Random) -> None:
    term = chance.choice(list(Phase.objects.all()) + list(FocusArea.objects.all()))
    term.valid_until = None if term.valid_until else timezone.localdate()
    term.save()


def look(chance: Random) -> None:
    get_current_index()


def fail(chance: Random) -> None:
    """Make two changes, read the index and roll everything back, like a request that fails half-way."""
    with transaction.atomic():
        for act in chance.sample(ACTS[:-1], k=2):
            act(chance)
        get_current_index()
        transaction.set_rollback(True)


ACTS: list[Callable[[Random], None]] = [
    publish,
    move,
    reschedule,
    withhold,
    retag,
    delete,
    update_many,
    change_publisher,
    rename_term,
    retire_term,
    look,
    fail,
]


def in_sql(moment, **chosen: list[int]) -> list[int]:
    """Return the public items at a time that have any of the chosen terms of every group, newest first."""
    items = Item.objects.filter(status="published", is_withheld=False, published_at__lte=moment)
    for parameter, keys in chosen.items():
        if not keys:
            continue
        field = f"{VOCABULARIES[parameter][0]}__in" if parameter in VOCABULARIES else "publication__publisher__in"
        items = items.filter(pk__in=Item.objects.filter(**{field: keys}).values("pk"))
    return list(items.order_by("-published_at", "-pk").values_list("pk", flat=True))


def in_index(index: FacetIndex, moment, **chosen: list[int]) -> list[int]:
    """Return the same items from the index."""
    results = index.matching(chosen, index.public(moment.timestamp()))
    return index.newest(results, 0, len(results))


def some_of(terms: Sequence[FacetTerm], most: int, chance: Random) -> list[FacetTerm]:
    return chance.sample(terms, k=min(most, len(terms)))


def disagreements(index: FacetIndex, chance: Random) -> list[str]:
    """Return where the index and SQL differ, for single terms and pairs of terms, now and some hours later."""
    wrong = []
    for hours in (0, 3, 30):
        moment = timezone.now() + timedelta(hours=hours)
        choices: list[dict[str, list[int]]] = [{}]
        for parameter in (*VOCABULARIES, "publisher"):
            terms = index.vocabularies[parameter].terms
            choices += [{parameter: [term.key]} for term in some_of(terms, 4, chance)]
        for _ in range(4):
            first, second = chance.sample(sorted(VOCABULARIES), k=2)
            picked = {name: some_of(index.vocabularies[name].terms, 2, chance) for name in (first, second)}
            choices.append({name: [term.key for term in terms] for name, terms in picked.items()})
        for chosen in choices:
            widened = {
                name: [each for key in keys for each in index.vocabularies[name].with_children(key)]
                for name, keys in chosen.items()
            }
            if in_index(index, moment, **chosen) != in_sql(moment, **widened):
                wrong.append(f"{chosen} in {hours} hours")
    return wrong
