"""The kinds of item, and every fact about each that the pages, addresses and forms read."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models


class Kind(models.TextChoices):
    """The kind of an item; the order is the order of the site's navigation."""

    RESOURCE = "resource", "Resource"
    RESEARCH = "research", "Research"
    PRACTICE = "practice", "Practice example"
    EVENT = "event", "Event"
    NEWS = "news", "News"

    @property
    def spec(self) -> KindSpec:
        return KIND_SPECS[self]

    @property
    def plural(self) -> str:
        return self.spec.plural

    @property
    def drawing_id(self) -> str:
        """Return the id of the kind's drawing in `templates/components/icons/kinds.html`."""
        return f"kind-{self.value}"


@dataclass(frozen=True, kw_only=True)
class KindSpec:
    plural: str
    name: str
    """The name of one item in a sentence."""
    url_name: str
    """The name of the list's URL pattern, which is also its path and its section of the navigation."""
    menu_label: str
    introduction: str
    """The sentence at the top of the list."""
    schema_type: str
    """The type in schema.org."""
    is_publication: bool = True
    """Whether publishers offer items of this kind, with a form of their own."""
    form_description: str = ""
    """The description that publishers read when they choose what to add."""
    has_own_list_view: bool = False
    """Whether the list has a view and a URL pattern of its own."""

    @property
    def url_path(self) -> str:
        return f"{self.url_name}/"


KIND_SPECS = {
    Kind.RESOURCE: KindSpec(
        plural="Resources",
        name="resource",
        url_name="resources",
        menu_label="Resources",
        introduction="Guides, toolkits, courses and class materials from publishers that schools trust.",
        schema_type="LearningResource",
        form_description="Guidance, a toolkit, a video, a course or anything else that helps schools.",
    ),
    Kind.RESEARCH: KindSpec(
        plural="Research",
        name="piece of research",
        url_name="research",
        menu_label="Research",
        introduction="What studies and evaluations say about teaching and supporting pupils with SEND.",
        schema_type="ScholarlyArticle",
        form_description="A study, review or report, with its authors and year.",
    ),
    Kind.PRACTICE: KindSpec(
        plural="Practice examples",
        name="practice example",
        url_name="practice",
        menu_label="Practice",
        introduction="What schools and settings have done, for whom, and what changed.",
        schema_type="Article",
        is_publication=False,
        has_own_list_view=True,
    ),
    Kind.EVENT: KindSpec(
        plural="Events",
        name="event",
        url_name="events",
        menu_label="Events",
        introduction="Training, conferences and meetings, the next one first.",
        schema_type="Event",
        form_description="A webinar, conference, course date or meeting, with a start and an end.",
        has_own_list_view=True,
    ),
    Kind.NEWS: KindSpec(
        plural="News",
        name="news story",
        url_name="news",
        menu_label="News",
        introduction="What is new in SEND policy, practice and the organisations that support schools.",
        schema_type="NewsArticle",
        form_description="Something new that schools should hear about.",
    ),
}
"""One spec for each kind, in the order of `Kind`; `manage.py check` refuses a kind without one."""
