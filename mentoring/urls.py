from django.urls import path

from mentoring.views import coaching, hires, pairings

app_name = "mentoring"

urlpatterns = [
    path("pairings", pairings.pairing_list, name="pairings"),
    path("pairings/propose", pairings.pairing_propose, name="pairing-propose"),
    path("pairings/<slug:key>/confirm", pairings.pairing_confirm, name="pairing-confirm"),
    path("pairings/override", pairings.pairing_override, name="pairing-override"),
    path("hires", hires.check_in_list, name="check-ins"),
    path("check-ins/<slug:key>", hires.check_in, name="check-in"),
    path("sign-off/<slug:key>", hires.sign_off, name="sign-off"),
    path("sign-off/<slug:key>/ask", hires.sign_off_ask, name="sign-off-ask"),
    path("coaching/", coaching.plan_list, name="coaching-plans"),
    path("coaching/<slug:key>", coaching.plan, name="coaching-plan"),
    path("coaching/<slug:key>/write", coaching.plan_write, name="coaching-write"),
    path("coaching/<slug:key>/follow-up", coaching.plan_follow_up, name="coaching-follow-up"),
    path("coaching/<slug:key>/close", coaching.plan_close, name="coaching-close"),
]
