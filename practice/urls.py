from django.urls import path

from practice.views import examples, files, messages, my_schools, schools, share, submission

app_name = "practice"
urlpatterns = [
    path("practice/share/", share.share, name="share"),
    path("practice/share/finished/", share.finished, name="finished"),
    path("practice/share/new/", share.new, name="share_new"),
    path("practice/share/<slug:slug>/check/", submission.preview, name="share_preview"),
    path("practice/share/<slug:slug>/send/", submission.submit, name="submit"),
    path("practice/share/<slug:slug>/take-back/", submission.take_back, name="take_back"),
    path("practice/share/<slug:slug>/delete/", share.delete, name="share_delete"),
    path("practice/share/<slug:slug>/change/", submission.change, name="change"),
    path("practice/share/<slug:slug>/<slug:stage>/", share.step, name="share_step"),
    path("practice/review/", submission.queue, name="review"),
    path("practice/review/<slug:slug>/", submission.decide, name="review_example"),
    path("practice/<slug:slug>/", examples.example, name="example"),
    path("practice/<slug:slug>/tried-too/", examples.tried_too, name="tried_too"),
    path("practice/<slug:slug>/certificate/", examples.certificate, name="certificate"),
    path("practice/<slug:slug>/files/<int:order>/", files.file, name="file"),
    path("practice/<slug:slug>/files/<int:order>/first-page/", files.file_preview, name="file_preview"),
    path("schools/", schools.schools, name="schools"),
    path("schools/suggest/", my_schools.suggest, name="suggest"),
    path("schools/<slug:urn>/", schools.school, name="school"),
    path("schools/<slug:urn>/write/", messages.write, name="write"),
    path("account/messages/", messages.conversations, name="messages"),
    path("account/messages/<uuid:reference>/", messages.conversation, name="conversation"),
    path("account/messages/<uuid:reference>/report/", messages.report, name="report_message"),
    path("account/school/", my_schools.my_schools, name="my_schools"),
    path("account/school/find/", my_schools.find_school, name="find_school"),
    path("account/school/add/", my_schools.add_school, name="add_school"),
    path("account/school/join/<slug:urn>/", my_schools.join, name="join"),
    path("account/school/link/<uuid:key>/", my_schools.open_link, name="open_link"),
    path("account/school/colleagues/<uuid:reference>/", my_schools.decide, name="decide"),
    path("account/school/<slug:urn>/email/", my_schools.send_link, name="send_link"),
    path("account/school/<slug:urn>/leave/", my_schools.leave, name="leave"),
]
