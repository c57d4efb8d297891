from tests.content.made import article, case, lexicon, scene, script, tree
from tests.permissions.rows import TRAINERS, World, everybody, only


def build(world: World) -> None:
    tree()
    world |= {"article": article(), "case": case(), "script": script()}
    lexicon()
    scene("safety")


MATRIX = {
    "knowledge:articles": everybody(200),
    "knowledge:article-read": everybody(200, args=lambda world: {"key": world["article"].translation_key}),
    "knowledge:cases": everybody(200),
    "knowledge:case-read": everybody(200, args=lambda world: {"key": world["case"].translation_key}),
    "knowledge:scripts": everybody(200),
    "knowledge:script-read": everybody(200, args=lambda world: {"key": world["script"].translation_key}),
    "knowledge:tone": everybody(200),
    "knowledge:scenes": only(*TRAINERS, otherwise=403),
    "knowledge:scene-edit": only(*TRAINERS, otherwise=403, args=lambda world: {"key": "safety"}),
}
