"""The search index: what is indexed of each row, where it is kept, and how it is kept up to date.

`analysis` makes words comparable, `documents` says what is indexed, `drain` keeps it fresh, `sqlite` and `postgresql`
are modelsearch's engines, `question` reads what a visitor typed, `postings` asks the engine which items hold a word,
`ranking` puts them in order, `passages` shows why. See docs/decisions/0901-search.md.
"""


def begin() -> None:
    """Connects the index with the models; called once, when all apps are loaded."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    from gateway.catalogue.models import IndexedItem
    from gateway.catalogue.models.index_queue import index_with
    from gateway.catalogue.search_index.analysis_version import index_again_if_outdated
    from gateway.catalogue.search_index.documents import documents
    from gateway.catalogue.search_index.indexing import index_soon

    IndexedItem.reader = documents
    index_with(index_soon)
    post_migrate.connect(index_again_if_outdated, sender=apps.get_app_config("catalogue"))
