"""The URL patterns of moderation, included in those of discussions."""

from django.urls import path

from discussions.moderation.views import blocking, decisions, queue, reports

patterns = [
    path("discussions/comments/<int:pk>/report/", reports.report_comment, name="report"),
    path("discussions/comments/<int:pk>/reported/", reports.reported, name="reported"),
    path("discussions/comments/<int:pk>/block/", blocking.block_author, name="block_author"),
    path("discussions/members/<str:key>/report/", reports.report_member, name="report_member"),
    path("discussions/members/<str:key>/reported/", reports.reported_member, name="reported_member"),
    path("discussions/members/<str:key>/block/", blocking.block_member, name="block"),
    path("discussions/members/<str:key>/unblock/", blocking.unblock_member, name="unblock"),
    path("account/blocked/", blocking.blocked, name="blocked"),
    path("account/decisions/", decisions.decisions, name="decisions"),
    path("account/decisions/<uuid:reference>/", decisions.decision, name="decision"),
    path("discussions/moderation/", queue.queue, name="moderation"),
    path("discussions/moderation/posts/<int:pk>/", queue.comment, name="moderate_comment"),
    path("discussions/moderation/members/<str:key>/", queue.member, name="moderate_member"),
    path("discussions/moderation/messages/<uuid:reference>/", queue.message, name="moderate_message"),
    path("discussions/moderation/appeals/<int:pk>/", queue.appeal, name="moderate_appeal"),
]
