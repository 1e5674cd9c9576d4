from django.urls import path

from accounts.notifications import views as notifications
from accounts.views import account, display, welcome

urlpatterns = [
    path("reading/", display.reading_settings, name="reading"),
    path("account/", account.person_page, name="account"),
    path("account/welcome/", welcome.welcome, name="welcome"),
    path("account/welcome/<slug:step>/", welcome.welcome_step, name="welcome_step"),
    path("account/download/", account.download, name="account_download"),
    path("account/download/file/", account.download_file, name="account_download_file"),
    path("account/delete/", account.delete, name="account_delete"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="account_session_end"),
    path("account/notifications/", notifications.notifications, name="notifications"),
    path("account/notifications/read/", notifications.mark_all_read, name="notifications_read"),
    path("account/notifications/<int:pk>/", notifications.notification, name="notification"),
    path("u/<str:token>", notifications.unsubscribe, name="unsubscribe"),
]
