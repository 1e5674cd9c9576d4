"""The addresses of discussions."""

from django.urls import path
from django.views.decorators.http import require_safe

from discussions.feeds import QuestionAtomFeed, QuestionRssFeed
from discussions.lists import ANSWERED, COMMENTS, UNANSWERED
from discussions.safety.urls import patterns as safety
from discussions.views import questions, reading
from gateway.catalogue.answers import shared

app_name = "discussions"
urlpatterns = [
    *safety,
    path("discussions/", questions.questions, name="questions"),
    path("discussions/unanswered/", questions.questions, {"listed": UNANSWERED}, name="unanswered"),
    path("discussions/answered/", questions.questions, {"listed": ANSWERED}, name="answered"),
    path("discussions/mine/", questions.mine, name="mine"),
    path("discussions/comments/", questions.questions, {"listed": COMMENTS}, name="comments"),
    path("feeds/questions.atom", shared(require_safe(QuestionAtomFeed())), name="feed_atom"),
    path("feeds/questions.rss", shared(require_safe(QuestionRssFeed())), name="feed_rss"),
    path("discussions/<int:pk>/", reading.thread, name="thread"),
    path("discussions/comments/<int:pk>/", reading.comment, name="comment"),
]
