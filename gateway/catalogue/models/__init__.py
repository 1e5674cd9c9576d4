"""Models of the taxonomy, the items, the change log and the search index."""

from gateway.catalogue.models.change_log import Change, ChangeCounter
from gateway.catalogue.models.chosen_phase import ChosenPhase
from gateway.catalogue.models.index_queue import AnalysisVersion, ToIndex, queue_for_index
from gateway.catalogue.models.item import EditedMeanwhile, Item, ItemQuerySet, lock_rows, register_item_lock
from gateway.catalogue.models.keyword import Keyword, KeywordOnItem
from gateway.catalogue.models.kinds import KIND_SPECS, Kind, KindSpec
from gateway.catalogue.models.page_version import PageVersion, touch_pages
from gateway.catalogue.models.saved_item import SavedItem
from gateway.catalogue.models.search.asked_words import AskedWords
from gateway.catalogue.models.search.file_words import FileWords
from gateway.catalogue.models.search.indexed_item import Document, IndexedItem, Searchable
from gateway.catalogue.models.search.indexed_word import IndexedWord
from gateway.catalogue.models.search.synonym import Synonym
from gateway.catalogue.models.status import Status, Step, StepNotAllowed
from gateway.catalogue.models.stored_file import StoredFile
from gateway.catalogue.models.taxonomy import AreaOfNeed, FocusArea, FormerSlug, Phase, SettingType, Term

__all__ = [
    "KIND_SPECS",
    "AnalysisVersion",
    "AreaOfNeed",
    "AskedWords",
    "Change",
    "ChangeCounter",
    "ChosenPhase",
    "Document",
    "EditedMeanwhile",
    "FileWords",
    "FocusArea",
    "FormerSlug",
    "IndexedItem",
    "IndexedWord",
    "Item",
    "ItemQuerySet",
    "Keyword",
    "KeywordOnItem",
    "Kind",
    "KindSpec",
    "PageVersion",
    "Phase",
    "SavedItem",
    "Searchable",
    "SettingType",
    "Status",
    "Step",
    "StepNotAllowed",
    "StoredFile",
    "Synonym",
    "Term",
    "ToIndex",
    "lock_rows",
    "queue_for_index",
    "register_item_lock",
    "touch_pages",
]
