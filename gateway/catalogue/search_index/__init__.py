"""The search index: what is indexed of each row, where it is stored, and how it is updated.

`documents` says what is indexed, `indexing` updates it, and `backends` holds modelsearch's engines.
`gateway.catalogue.text` makes words comparable and reads what a visitor typed; `gateway.catalogue.search` asks the
engine which items hold a word, puts them in order and shows why. See docs/decisions/0901-search.md.
"""


def connect_models() -> None:
    """Connect the index with the models; called once, when all apps are loaded."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    from gateway.catalogue.models import IndexedItem
    from gateway.catalogue.models.index_queue import register_indexer
    from gateway.catalogue.search_index.analysis_version import index_again_if_outdated
    from gateway.catalogue.search_index.documents import read_documents
    from gateway.catalogue.search_index.indexing import index_soon

    IndexedItem.reader = read_documents
    register_indexer(index_soon)
    post_migrate.connect(index_again_if_outdated, sender=apps.get_app_config("catalogue"))
