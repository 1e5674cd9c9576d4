"""Indexing everything again when the rules by which words are analysed have changed."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import transaction

from gateway.catalogue.models import AnalysisVersion, queue_for_index
from gateway.catalogue.search_index.indexing import get_models_by_label
from gateway.catalogue.text.tokens import ANALYSIS_VERSION


def index_again_if_outdated(apps: Apps | None = None, **kwargs: Any) -> None:
    """Queue every row for the index after `migrate`, if its words were made by other rules than the current ones.

    `flush` sends the same signal without the state of the models; then there is nothing to index.
    """
    if apps is None or not is_known(apps, AnalysisVersion._meta.label):
        return
    models = {label: model for label, model in get_models_by_label().items() if is_known(apps, label)}
    with transaction.atomic():
        version, _ = AnalysisVersion.objects.select_for_update().get_or_create(pk=1)
        if version.value == ANALYSIS_VERSION:
            return
        for label, model in models.items():
            queue_for_index(model._default_manager.order_by().values_list("pk", flat=True).iterator(10_000), label)
        AnalysisVersion.objects.filter(pk=1).update(value=ANALYSIS_VERSION)


def is_known(apps: Apps, label: str) -> bool:
    """Return whether the database has a model's table yet; `migrate` may stop at an older state."""
    try:
        return bool(apps.get_model(label))
    except LookupError:
        return False
