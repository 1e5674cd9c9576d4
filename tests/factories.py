"""Factories for each model. Fields that a test does not give are plain and valid."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from discussions.comments import comment_activities
from discussions.comments.post import post
from discussions.comments.post_target import PostTarget
from discussions.comments.state import change_state
from discussions.models import Act, Comment, ModerationDecision, State
from discussions.threads.permissions import Viewer
from gateway.catalogue.files import check_upload
from gateway.catalogue.models import FocusArea, Item, Kind, Status
from practice.models import PracticeExample, School, SchoolMembership
from resources.models import Invitation, Membership, Publication, PublicationFile, Publisher, PublisherApplication, Role
from tests.files import make_pdf

PASSWORD = "a long enough password"
VOCABULARIES = ("focus_areas", "areas_of_need", "phases", "setting_types")
numbers = count(1)


def make_user(email: str = "", **fields: Any) -> User:
    """Create a user who can log in with `PASSWORD`."""
    return User.objects.create_user(email or f"person{next(numbers)}@example.org", PASSWORD, **fields)


def make_member_of_the_public(email: str = "", **fields: Any) -> User:
    """Create a user with a verified address, who can log in through the login page."""
    return make_verified(make_user(email, **fields))


def make_regular(email: str = "", **fields: Any) -> User:
    """Create a member of 30 days whose first post was approved, so that their posts are visible at once."""
    user = make_user(email, **({"date_joined": timezone.now() - timedelta(days=30)} | fields))
    ModerationDecision.objects.create(act=Act.APPROVE, member=user)
    return user


def make_editor(**fields: Any) -> User:
    return make_user(is_staff=True, is_editor=True, **fields)


def make_publisher(name: str = "", **fields: Any) -> Publisher:
    name = name or f"Publisher {next(numbers)}"
    return Publisher.objects.create(name=name, slug=fields.pop("slug", slugify(name)), **fields)


def make_contributor(publisher: Publisher | None = None, role: str = Role.CONTRIBUTOR, **fields: Any) -> User:
    """Create a member of a publisher, a contributor unless another role is given."""
    user = make_user(**fields)
    Membership.objects.create(publisher=publisher or make_publisher(), user=user, role=role)
    return user


def make_owner(publisher: Publisher | None = None, **fields: Any) -> User:
    return make_contributor(publisher, Role.OWNER, **fields)


def make_verified(user: User) -> User:
    """Verify the address of a user, and return the user."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_application(applicant: User | None = None, **fields: Any) -> PublisherApplication:
    number = next(numbers)
    told = {
        "name": f"Organisation {number}",
        "kind": "charity",
        "website": f"https://example.org/{number}",
        "description": "We help.",
        "reason": "Guides for teachers.",
        "voucher_name": "Vera Voucher, head teacher",
        "voucher_email": "vera@example.org",
    }
    return PublisherApplication.objects.create(applicant=applicant or make_user(), **(told | fields))


def make_invitation(publisher: Publisher | None = None, email: str = "", **fields: Any) -> Invitation:
    """Create an open invitation to contribute."""
    email = email or f"invited{next(numbers)}@example.org"
    return Invitation.objects.create(publisher=publisher or make_publisher(), email=email, **fields)


@transaction.atomic  # a server's index must not read the row without its terms
def make_publication(title: str = "", *, status: str = Status.PUBLISHED, **fields: Any) -> Publication:
    """Create a publication with the terms that the given slugs name.

    It was published an hour ago unless another status or date is given.
    """
    title = title or f"Publication {next(numbers)}"
    kind = fields.pop("kind", Kind.RESOURCE)
    terms = {name: fields.pop(name) for name in VOCABULARIES if name in fields}
    keywords = fields.pop("keywords", ())
    if status == Status.PUBLISHED:
        fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    if kind == Kind.EVENT:
        fields.setdefault("starts_at", timezone.now() + timedelta(days=7))
        fields.setdefault("ends_at", fields["starts_at"] + timedelta(hours=2))
        fields.setdefault("is_online", True)
    publication = Publication.objects.create(
        title=title,
        kind=kind,
        status=status,
        slug=fields.pop("slug", slugify(title)),
        summary=fields.pop("summary", f"What {title} is about."),
        publisher=fields.pop("publisher", None) or make_publisher(),
        **fields,
    )
    link_terms(publication, terms)
    if keywords:
        publication.keywords.add(*keywords)
    return publication


def make_file(
    publication: Publication | None = None, name: str = "plan.pdf", content: bytes = b"", **fields: Any
) -> Any:
    """Create a file of a publication, a one-page PDF unless content is given."""
    upload = check_upload(SimpleUploadedFile(name, content or make_pdf()))
    return PublicationFile.objects.store(upload, publication=publication or make_publication(), **fields)


def link_terms(item: Item, slugs: dict[str, list[str]]) -> None:
    """Give a new item the terms of each vocabulary with these slugs, without the signals that a later change sends."""
    for name, chosen in slugs.items():
        if chosen:
            field: Any = Item._meta.get_field(name)
            links = field.remote_field.through
            term = field.m2m_reverse_field_name()
            links.objects.bulk_create(links(item_id=item.pk, **{term: each}) for each in find_terms(name, chosen))


def set_terms(item: Item, **slugs: list[str]) -> None:
    """Set an item's terms of each vocabulary to those with these slugs."""
    for name, chosen in slugs.items():
        getattr(item, name).set(find_terms(name, chosen))


def find_terms(name: str, slugs: list[str]) -> list[Any]:
    """Return the terms with these slugs of the vocabulary that a field of items refers to."""
    vocabulary: Any = Item._meta.get_field(name).related_model
    found = list(vocabulary.objects.filter(slug__in=slugs))
    assert len(found) == len(set(slugs)), f"Not all of {slugs} are {name}."
    return found


def make_school(name: str = "", **fields: Any) -> School:
    """Create an open school with a URN that no real school has."""
    number = next(numbers)
    return School.objects.create(
        name=name or f"School {number}", urn=fields.pop("urn", str(9_100_000 + number)), **fields
    )


def make_member(school: School, user: User | None = None, **fields: Any) -> User:
    """Create a member of a school, confirmed by an editor unless another status is given."""
    user = user or make_user()
    fields.setdefault("status", SchoolMembership.Status.CONFIRMED)
    if fields["status"] == SchoolMembership.Status.CONFIRMED:
        fields.setdefault("confirmed_how", SchoolMembership.How.EDITOR)
        fields.setdefault("decided_at", timezone.now())
    SchoolMembership.objects.create(user=user, school=school, role=fields.pop("role", "SENCO"), **fields)
    return user


STORY = {
    "need": "Pupils were lost at the start of every topic.",
    "who_for": "11 pupils in Year 4",
    "what_we_did": "We chose five words.\nWe taught them the week before.",
    "who_did_it": "Two teachers",
    "how_long": "Two terms",
    "cost": "Nothing but time",
    "what_changed": "They join in from the first lesson.",
    "evidence_kind": "data",
    "evidence": "We counted answers before and after.",
    "what_did_not_work": "Ten words were too many.",
}
TOPICS = {"focus_areas": ["leadership"], "areas_of_need": ["cognition-and-learning"], "phases": ["primary"]}
CONSENTS = ("no_pupil_identifiable", "photographs_have_consent", "head_agrees")


@transaction.atomic
def make_story(title: str = "", *, status: str = Status.PUBLISHED, **fields: Any) -> PracticeExample:
    """Create a complete practice example with the terms that the given slugs name.

    It was published an hour ago unless another status is given.
    """
    title = title or f"Example {next(numbers)}"
    terms = {name: fields.pop(name, TOPICS.get(name, [])) for name in VOCABULARIES}
    if status == Status.PUBLISHED:
        fields.setdefault("published_at", timezone.now() - timedelta(hours=1))
    example = PracticeExample.objects.create(
        title=title,
        status=Status.IN_REVIEW if status == Status.RETURNED else status,
        slug=fields.pop("slug", slugify(title)),
        summary=fields.pop("summary", f"What {title} is about."),
        **(STORY | dict.fromkeys(CONSENTS, True) | fields),
    )
    link_terms(example, terms)
    if status == Status.RETURNED:
        example.move(status, reason="Say more about what changed.")
    return example


def get_focus_area(slug: str = "leadership") -> FocusArea:
    return FocusArea.objects.get(slug=slug)


def make_known(name: str = "", **fields: Any) -> User:
    """Create a confirmed member of a school, whose posts do not wait for an editor."""
    return make_member(make_school(), make_user(display_name=name, **fields))


def make_comment(
    place: Item | FocusArea | Comment, author: User | None = None, text: str = "", **fields: Any
) -> Comment:
    """Post a comment on an item, a question on a focus area, or a reply to a comment, as members do.

    A comment that would wait for an editor is made visible, unless `held` is true.
    """
    author = author or make_user()
    if isinstance(place, Comment):
        target = PostTarget(Viewer(author, place.item), place.focus_area, place)
    elif isinstance(place, FocusArea):
        target = PostTarget(Viewer(author), place)
        fields.setdefault("is_question", True)
    else:
        target = PostTarget(Viewer(author, place))
    text = text or f"Comment {next(numbers)}."
    comment = post(target, text, uuid4(), is_question=fields.pop("is_question", False))
    if comment.state == State.HELD and not fields.pop("held", False):
        change_state(comment, State.VISIBLE, held_because="")
        comment_activities.record_post(comment)
    return comment
