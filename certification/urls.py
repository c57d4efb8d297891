from django.urls import path

from certification.views import award, check, ladder, own, register

app_name = "certification"

urlpatterns = [
    path("", register.register, name="register"),
    path("export.<str:kind>", register.register_export, name="register-export"),
    path("approve/", register.approve_selected, name="approve-selected"),
    path("awards/<str:key>/", award.award_page, name="award"),
    path("awards/<str:key>/review/", award.award_review, name="award-review"),
    path("awards/<str:key>/approve/", award.award_approve, name="award-approve"),
    path("awards/<str:key>/decline/", award.award_decline, name="award-decline"),
    path("awards/<str:key>/revoke/", award.award_revoke, name="award-revoke"),
    path("awards/<str:key>/reissue/", award.award_reissue, name="award-reissue"),
    path("mine/", own.mine, name="mine"),
    path("ladder/", own.ladder, name="ladder"),
    path("ladder/people/", ladder.ladder_people, name="ladder-people"),
    path("ladder/people/export.<str:kind>", ladder.ladder_people_export, name="ladder-people-export"),
    path("of/<str:key>/", own.certificate, name="certificate"),
    path("of/<str:key>/pdf/", own.certificate_pdf, name="certificate-pdf"),
    path("verify/", check.verify_form, name="verify-form"),
    path("verify/file/", check.verify_file, name="verify-file"),
    path("verify/<str:code>/", check.verify, name="verify"),
]
