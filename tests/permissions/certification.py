from certification import pdf
from certification.domain import awards, certificates, proposals
from courses.models import CourseCompletion
from tests.conftest import NOW
from tests.permissions.rows import HRS, Row, World, everybody, only


def build(world: World) -> None:
    ada = world["ada"]
    completion = CourseCompletion.objects.create(
        person=ada, course_key="problem-diagnosis", title="Problem diagnosis", completed_on=NOW.date(), created=NOW
    )
    world["award"] = awards.approve(proposals.propose_course(completion, now=NOW), by=world["hana"], now=NOW)
    world["certificate"] = world["award"].certificates.get()
    certificates.print_file(world["certificate"], render=pdf.certificate, now=NOW)


def of_award(world: World) -> dict[str, object]:
    return {"key": world["award"].key}


def of_certificate(world: World) -> dict[str, object]:
    return {"key": world["certificate"].key}


def decided() -> Row:
    """404 for who may not know of the award; HR gets back to its page."""
    return only(*HRS, otherwise=404, status=302, method="post", args=of_award)


def open_to_all(status: int = 200, **options) -> Row:
    return everybody(status, nobody=status, **options)


MATRIX = {
    "certification:register": only(*HRS, otherwise=403),
    "certification:register-export": only(*HRS, otherwise=403, args=lambda world: {"kind": "csv"}),
    "certification:approve-selected": only(*HRS, otherwise=403, status=302, method="post"),
    "certification:award": only(*HRS, otherwise=404, args=of_award),
    "certification:award-review": decided(),
    "certification:award-approve": decided(),
    "certification:award-decline": decided(),
    "certification:award-revoke": decided(),
    "certification:award-reissue": decided(),
    "certification:mine": everybody(200),
    "certification:ladder": everybody(200),
    "certification:ladder-people": only(*HRS, otherwise=403),
    "certification:ladder-people-export": only(*HRS, otherwise=403, args=lambda world: {"kind": "xlsx"}),
    "certification:certificate": only("ada", *HRS, otherwise=404, args=of_certificate),
    "certification:certificate-pdf": only("ada", *HRS, otherwise=404, args=of_certificate),
    "certification:verify-form": open_to_all(),
    "certification:verify-file": open_to_all(method="post"),
    "certification:verify": open_to_all(args=lambda world: {"code": world["certificate"].verify_code}),
}
