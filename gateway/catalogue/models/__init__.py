"""The taxonomy, the Item and the log of changes that keeps the facet index fresh."""

from gateway.catalogue.models.asked import AskedWords
from gateway.catalogue.models.change import Change, ChangeCounter
from gateway.catalogue.models.chosen_phase import ChosenPhase
from gateway.catalogue.models.file_words import FileWords
from gateway.catalogue.models.indexed import Document, IndexedItem, Searchable
from gateway.catalogue.models.indexed_word import IndexedWord
from gateway.catalogue.models.item import EditedMeanwhile, Item, ItemQuerySet, Kind
from gateway.catalogue.models.keyword import Keyword, KeywordOnItem
from gateway.catalogue.models.page_version import PageVersion, touch_pages
from gateway.catalogue.models.saved import SavedItem
from gateway.catalogue.models.status import Status, Step, StepNotAllowed
from gateway.catalogue.models.stored_file import StoredFile
from gateway.catalogue.models.synonym import Synonym
from gateway.catalogue.models.taxonomy import AreaOfNeed, FocusArea, FormerSlug, Phase, SettingType, Term
from gateway.catalogue.models.to_index import AnalysisVersion, ToIndex, to_index

__all__ = [
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
    "to_index",
    "touch_pages",
]
