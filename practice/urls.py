"""The addresses of schools and their practice examples."""

from django.urls import path

from practice.views import belonging, examples, files, messages, review, schools, sharing

app_name = "practice"
urlpatterns = [
    path("practice/share/", sharing.share, name="share"),
    path("practice/share/finished/", sharing.finished, name="finished"),
    path("practice/share/new/", sharing.new, name="share_new"),
    path("practice/share/<slug:slug>/check/", review.preview, name="share_preview"),
    path("practice/share/<slug:slug>/send/", review.submit, name="submit"),
    path("practice/share/<slug:slug>/take-back/", review.take_back, name="take_back"),
    path("practice/share/<slug:slug>/delete/", sharing.delete, name="share_delete"),
    path("practice/share/<slug:slug>/change/", review.change, name="change"),
    path("practice/share/<slug:slug>/<slug:stage>/", sharing.step, name="share_step"),
    path("practice/review/", review.queue, name="review"),
    path("practice/review/<slug:slug>/", review.decide, name="review_example"),
    path("practice/<slug:slug>/", examples.example, name="example"),
    path("practice/<slug:slug>/tried-too/", examples.tried_too, name="tried_too"),
    path("practice/<slug:slug>/certificate/", examples.certificate, name="certificate"),
    path("practice/<slug:slug>/files/<int:order>/", files.file, name="file"),
    path("practice/<slug:slug>/files/<int:order>/first-page/", files.file_preview, name="file_preview"),
    path("schools/", schools.schools, name="schools"),
    path("schools/suggest/", belonging.suggest, name="suggest"),
    path("schools/<slug:urn>/", schools.school, name="school"),
    path("schools/<slug:urn>/write/", messages.write, name="write"),
    path("account/messages/", messages.conversations, name="messages"),
    path("account/messages/<uuid:reference>/", messages.conversation, name="conversation"),
    path("account/messages/<uuid:reference>/report/", messages.report, name="report_message"),
    path("account/school/", belonging.my_schools, name="my_schools"),
    path("account/school/find/", belonging.find_school, name="find_school"),
    path("account/school/add/", belonging.add_school, name="add_school"),
    path("account/school/join/<slug:urn>/", belonging.join, name="join"),
    path("account/school/link/<uuid:key>/", belonging.open_link, name="open_link"),
    path("account/school/colleagues/<uuid:reference>/", belonging.decide, name="decide"),
    path("account/school/<slug:urn>/email/", belonging.send_link, name="send_link"),
    path("account/school/<slug:urn>/leave/", belonging.leave, name="leave"),
]
