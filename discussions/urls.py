"""The URL patterns of discussions. Actions on a comment are below its own address."""

from django.urls import path
from django.views.decorators.http import require_safe

from discussions.feeds import QuestionAtomFeed, QuestionRssFeed
from discussions.follows.urls import urlpatterns as following
from discussions.moderation.urls import patterns as safety
from discussions.questions.lists import ANSWERED_LIST, COMMENTS_LIST, UNANSWERED_LIST
from discussions.views import actions, ask, edit, post, questions, threads
from gateway.catalogue.page_cache import shared_if_unchanged

app_name = "discussions"
urlpatterns = [
    *following,
    *safety,
    path("discussions/", questions.questions, name="questions"),
    path("discussions/unanswered/", questions.questions, {"listed": UNANSWERED_LIST}, name="unanswered"),
    path("discussions/answered/", questions.questions, {"listed": ANSWERED_LIST}, name="answered"),
    path("discussions/mine/", questions.my_questions, name="mine"),
    path("discussions/comments/", questions.questions, {"listed": COMMENTS_LIST}, name="comments"),
    path("discussions/beside/", questions.similar_questions, name="similar_questions"),
    path("discussions/ask/", ask.ask_community, name="ask_community"),
    path("feeds/questions.atom", shared_if_unchanged(require_safe(QuestionAtomFeed())), name="feed_atom"),
    path("feeds/questions.rss", shared_if_unchanged(require_safe(QuestionRssFeed())), name="feed_rss"),
    path("discussions/<int:pk>/", threads.thread, name="thread"),
    path("discussions/<int:pk>/lock/", actions.lock_thread, name="lock_thread"),
    path("discussions/on/<slug:slug>/", post.post_on_item, name="post_on_item"),
    path("discussions/on/<slug:slug>/threads/", threads.threads, name="threads"),
    path("discussions/on/<slug:slug>/lock/", actions.lock_item, name="lock_item"),
    path("discussions/ask/<slug:slug>/", post.ask, name="ask"),
    path("discussions/comments/<int:pk>/", threads.comment, name="comment"),
    path("discussions/comments/<int:pk>/reply/", post.reply, name="reply"),
    path("discussions/comments/<int:pk>/edit/", edit.edit, name="edit"),
    path("discussions/comments/<int:pk>/delete/", edit.delete, name="delete"),
    path("discussions/comments/<int:pk>/history/", edit.history, name="history"),
    path("discussions/comments/<int:pk>/helpful/", actions.helpful, name="helpful"),
    path("discussions/comments/<int:pk>/answer/", actions.answer, name="answer"),
]
