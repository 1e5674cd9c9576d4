from django.urls import path

from discussions.follows import views

urlpatterns = [
    path("follow/search/", views.follow_list, name="follow_search"),
    path("follow/<slug:kind>/<int:pk>/", views.follow_thing, name="follow"),
    path("account/following/", views.following, name="following"),
    path("account/following/<int:pk>/", views.follow_change, name="follow_change"),
]
