"""The form page of a publication in the admin.

Each kind has its own form. A form that is sent twice is saved once, and no edit overwrites another.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from gateway.catalogue.files import FileTransactionMixin
from gateway.catalogue.models import EditedMeanwhile, Item, Kind, Status, StepNotAllowed
from resources.admin.autosave_view import get_autosave_url
from resources.admin.inlines import FileInline, LinkInline
from resources.admin.permissions import OwnedPublications, is_editor
from resources.models import Publication
from resources.publications.edits.record import format_value, get_text_by_field, record_edit
from resources.publications.form.autosave import HIDDEN_FIELDS
from resources.publications.form.publication_form import PublicationForm, build_form_class, get_form_sections
from resources.publications.form.sections import PUBLICATION_KINDS
from resources.publications.revisions import list_contested_labels
from resources.publications.workflow import (
    discard_revision,
    find_missing_fields,
    get_moves,
    get_right_to_new,
    take_step,
)

STEP_BUTTONS: dict[str, str] = {Status.IN_REVIEW: "_submit", Status.PUBLISHED: "_publish"}
"""The form's buttons that take a step after saving."""


class PublicationFormPage(FileTransactionMixin, OwnedPublications):
    save_on_top = True

    def get_kind(self, request: HttpRequest, publication: Any = None) -> str:
        """Return the kind that the form is for, or an empty string if none is chosen yet."""
        kind = publication.kind if publication else request.GET.get("kind", "")
        return kind if kind in PUBLICATION_KINDS else ""

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        kind = self.get_kind(request, obj) or Kind.RESOURCE
        return build_form_class(request.user, kind, is_revision=bool(obj and obj.revises_id))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the sections of this kind, or none for a user who may not change the publication in its status."""
        if obj and not self.has_change_permission(request, obj):
            return []
        kind = self.get_kind(request, obj) or Kind.RESOURCE
        sections = get_form_sections(request.user, kind, is_revision=bool(obj and obj.revises_id))
        return [(section.heading, {"fields": list(section.fields)}) for section in sections]

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        """Return links and files. A new publication has no files yet, so only links."""
        if obj is None:
            return [LinkInline]
        return [FileInline, LinkInline] if self.has_change_permission(request, obj) else []

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Return nothing: the query string must not fill in the form."""
        return {}

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Render the form. If the first try met another user's edit, the second shows what that edit changed."""
        try:
            return self.render_form_page(request, object_id, extra_context)
        except (EditedMeanwhile, IntegrityError):
            return self.render_form_page(request, object_id, extra_context)

    def render_form_page(self, request: HttpRequest, object_id: Any, extra_context: Any) -> HttpResponse:
        """Render the form of the chosen kind. A form that was sent before continues with what it made."""
        if object_id is not None:
            return super().changeform_view(request, object_id, "", extra_context)
        kind = self.get_kind(request)
        if not kind and self.has_add_permission(request):
            return self.choose_kind(request)
        if made := self.find_made_publication(request):
            return self.change_made_publication(request, made, extra_context)
        return super().changeform_view(request, None, f"?kind={kind}", extra_context)

    def choose_kind(self, request: HttpRequest) -> HttpResponse:
        kinds = [(kind, kind.spec.name, kind.spec.form_description) for kind in PUBLICATION_KINDS]
        context = {**self.admin_site.each_context(request), "opts": self.opts, "kinds": kinds}
        return TemplateResponse(
            request, "resources/manage/choose-kind.html", {**context, "title": "What do you want to add?"}
        )

    def find_made_publication(self, request: HttpRequest) -> Publication | None:
        """Return the publication that this form made when it was sent before, or None."""
        form = self.get_form(request)(request.POST) if request.method == "POST" else None
        key = form.get_sent_key() if form else None
        return self.get_queryset(request).filter(form_key=key).first() if key else None

    def change_made_publication(self, request: HttpRequest, made: Publication, extra_context: Any) -> HttpResponse:
        """Change the publication that this form made, or redirect to it if the form holds nothing new."""
        form = self.get_form(request, made)(request.POST, request.FILES, instance=made)
        if self.has_change_permission(request, made) and set(form.changed_data) - HIDDEN_FIELDS:
            return super().changeform_view(request, str(made.pk), "", extra_context)
        self.message_user(request, f"“{made}” was already saved.", messages.INFO)
        return redirect(self.get_change_url(made))

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Report no rows for a formset that the form left out. The form of a new publication has none for files."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs and f"{prefix}-TOTAL_FORMS" not in kwargs["data"]:
            kwargs["data"].update({f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"})
        return kwargs

    def get_change_url(self, publication: Publication) -> str:
        return reverse("admin:resources_publication_change", args=[publication.pk])

    def save_model(self, request: HttpRequest, obj: Publication, form: PublicationForm, change: bool) -> None:
        """Save the fields, unless another user has saved since the form was opened."""
        if obj.revises_id:  # publishing locks the page before its new version, so saving does too
            Item.objects.select_for_update().get(pk=obj.revises_id)
        form.before = get_text_by_field(obj) if change else {}
        form.set_initial_fields()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: PublicationForm, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.store_uploads()
        record_edit(form.instance, form.before, by=request.user)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Add the publication's status and the possible next steps to the context."""
        publication = kwargs.get("obj")
        kind = self.get_kind(request, publication)
        name = Kind(kind).spec.name if kind else ""
        context |= {"kind_name": name, "buttons": self.get_buttons(request, publication)}
        context["saves"] = get_autosave_url(publication, kind)
        if publication:
            context |= self.get_status_context(request, publication)
            what = f"New version of this {name or 'publication'}" if publication.revises_id else ""
            context["title"] = what or f"Change this {name or 'publication'}"
        else:
            context["title"] = f"Add {'an' if kind == Kind.EVENT else 'a'} {name}"
        return super().render_change_form(request, context, *args, **kwargs)

    def get_status_context(self, request: HttpRequest, publication: Publication) -> dict[str, Any]:
        """Return the status of a publication, what is missing, why it was returned and which steps are possible."""
        is_written = publication.status in (Status.DRAFT, Status.RETURNED)
        returned = publication.steps.filter(to_status=Status.RETURNED).last()
        can_change = self.has_change_permission(request, publication)
        in_form = STEP_BUTTONS if can_change else {}
        open_moves = get_moves(publication.status, self.get_right(request, publication))
        return {
            "publication": publication,
            "missing": find_missing_fields(publication) if is_written else [],
            "returned": returned if publication.status == Status.RETURNED else None,
            "moves": [move for move in open_moves if move.to not in in_form],
            "can_change": can_change,
            "revision": publication.revisions.select_related("created_by").first(),
            "may_revise": publication.status == Status.PUBLISHED and not publication.is_withheld,
        }

    def get_buttons(self, request: HttpRequest, publication: Publication | None) -> list[tuple[str, str]]:
        """Return the form's buttons besides the one that saves, as pairs of name and label."""
        status = publication.status if publication else Status.DRAFT
        right = self.get_right(request, publication) if publication else get_right_to_new(request.user)
        open_moves = [move for move in get_moves(status, right) if move.to in STEP_BUTTONS]
        steps = [(STEP_BUTTONS[move.to], f"Save and {move.label[0].lower()}{move.label[1:]}") for move in open_moves]
        return [("_preview", "Save and preview"), *steps]

    def response_add(self, request: HttpRequest, obj: Publication, post_url_continue: Any = None) -> HttpResponse:
        return self.respond_after_saving(request, obj)

    def response_change(self, request: HttpRequest, obj: Publication) -> HttpResponse:
        return self.respond_after_saving(request, obj)

    def respond_after_saving(self, request: HttpRequest, publication: Publication) -> HttpResponse:
        """Take the step of the button that was pressed, then redirect to the form, the queue or the preview."""
        steps = [to for to, name in STEP_BUTTONS.items() if name in request.POST]
        if steps:
            self.try_step(request, publication, steps[0])
        else:
            self.message_user(request, "Saved.", messages.SUCCESS)
        is_preview = "_preview" in request.POST
        return redirect(publication if is_preview else self.get_url_after_step(request, publication, *steps[:1]))

    def get_url_after_step(self, request: HttpRequest, publication: Publication, to: str = "") -> str:
        """Return where to go after a step.

        That is the comparison if an edit of the page stopped the step, else the queue or the publication.
        """
        page = publication.revises
        is_replaced = page is not None and not Publication.objects.filter(pk=publication.pk).exists()
        if page and to == Status.PUBLISHED and not is_replaced and list_contested_labels(publication):
            return reverse("admin:resources_publication_changes", args=[publication.pk])
        if request.POST.get("next") == "queue" and is_editor(request):
            return reverse("admin:resources_publication_queue")
        return self.get_change_url(page if page and is_replaced else publication)

    def try_step(self, request: HttpRequest, publication: Publication, to: str, **more: Any) -> None:
        try:
            take_step(publication, to, by=request.user, **more)
        except StepNotAllowed as refusal:
            self.message_user(request, f"“{publication}” stays as it is. {refusal}", messages.WARNING)
        else:
            self.message_user(request, describe_outcome(publication, to), messages.SUCCESS)

    def delete_model(self, request: HttpRequest, obj: Publication) -> None:
        """Delete a draft. If it is a new version, record that in the history of the published one."""
        if obj.revises_id:
            request.__dict__["_discarded_from"] = obj.revises
            discard_revision(obj, by=request.user)
        else:
            super().delete_model(request, obj)

    def response_delete(self, request: HttpRequest, obj_display: str, obj_id: int) -> HttpResponse:
        """Redirect to the published publication after its new version was discarded."""
        original = request.__dict__.get("_discarded_from")
        if original is None:
            return super().response_delete(request, obj_display, obj_id)
        text = f"You have discarded the new version of “{original}”. The page has not changed."
        self.message_user(request, text, messages.SUCCESS)
        return redirect(self.get_change_url(original))


def describe_outcome(publication: Publication, to: str) -> str:
    if publication.revises_id and to == Status.PUBLISHED:
        return f"The new version of “{publication}” is on the site now."
    if publication.is_scheduled and publication.published_at:
        return f"“{publication}” is scheduled. It will be published on {format_value(publication.published_at)}."
    return f"“{publication}”: {publication.status_label}."
