from django.urls import path

from dashboard.views import homes, regrades

app_name = "dashboard"

urlpatterns = [
    path("", homes.home, name="home"),
    path("export/<slug:table>.<str:form>", homes.export, name="export"),
    path("regrades/", regrades.regrades, name="regrades"),
    path("regrades/of/<slug:key>/", regrades.regrade_new, name="regrade-new"),
    path("regrades/<slug:key>/", regrades.regrade, name="regrade"),
]
