"""The addresses of schools and their practice examples."""

from django.urls import path

from practice.views import schools

app_name = "practice"
urlpatterns = [
    path("schools/", schools.schools, name="schools"),
    path("schools/<slug:urn>/", schools.school, name="school"),
]
