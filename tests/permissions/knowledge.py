from tests.content.made import article, tree
from tests.permissions.rows import World, everybody


def build(world: World) -> None:
    tree()
    world["article"] = article()


MATRIX = {
    "knowledge:articles": everybody(200),
    "knowledge:article-read": everybody(200, args=lambda world: {"key": world["article"].translation_key}),
}
