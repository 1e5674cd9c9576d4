"""The addresses of schools and their practice examples."""

from django.urls import path

from practice.views import belonging, schools

app_name = "practice"
urlpatterns = [
    path("schools/", schools.schools, name="schools"),
    path("schools/suggest/", belonging.suggest, name="suggest"),
    path("schools/<slug:urn>/", schools.school, name="school"),
    path("account/school/", belonging.my_schools, name="my_schools"),
    path("account/school/find/", belonging.find_school, name="find_school"),
    path("account/school/add/", belonging.add_school, name="add_school"),
    path("account/school/join/<slug:urn>/", belonging.join, name="join"),
    path("account/school/link/<uuid:key>/", belonging.open_link, name="open_link"),
    path("account/school/colleagues/<uuid:reference>/", belonging.decide, name="decide"),
    path("account/school/<slug:urn>/email/", belonging.send_link, name="send_link"),
    path("account/school/<slug:urn>/leave/", belonging.leave, name="leave"),
]
