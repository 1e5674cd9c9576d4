"""The addresses of safety, within those of discussions."""

from django.urls import path

from discussions.safety.views import blocking, decisions, moderation, reporting

patterns = [
    path("discussions/comments/<int:pk>/report/", reporting.report_comment, name="report"),
    path("discussions/comments/<int:pk>/reported/", reporting.reported, name="reported"),
    path("discussions/comments/<int:pk>/block/", blocking.block_author, name="block_author"),
    path("discussions/members/<str:key>/report/", reporting.report_member, name="report_member"),
    path("discussions/members/<str:key>/reported/", reporting.reported_member, name="reported_member"),
    path("discussions/members/<str:key>/block/", blocking.block_member, name="block"),
    path("discussions/members/<str:key>/unblock/", blocking.unblock_member, name="unblock"),
    path("account/blocked/", blocking.blocked, name="blocked"),
    path("account/decisions/", decisions.decisions, name="decisions"),
    path("account/decisions/<uuid:reference>/", decisions.decision, name="decision"),
    path("discussions/moderation/", moderation.queue, name="moderation"),
    path("discussions/moderation/posts/<int:pk>/", moderation.comment, name="moderate_comment"),
    path("discussions/moderation/members/<str:key>/", moderation.member, name="moderate_member"),
    path("discussions/moderation/messages/<uuid:reference>/", moderation.message, name="moderate_message"),
    path("discussions/moderation/appeals/<int:pk>/", moderation.appeal, name="moderate_appeal"),
]
