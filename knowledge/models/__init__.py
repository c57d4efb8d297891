from knowledge.models.articles import ArticleIndexPage, ArticlePage, FoundPage
from knowledge.models.cases import CaseIndexPage, CasePage
from knowledge.models.scenes import Scene, SceneTagged
from knowledge.models.scripts import ScriptIndexPage, ScriptPage, TonePage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CaseIndexPage",
    "CasePage",
    "FoundPage",
    "Scene",
    "SceneTagged",
    "ScriptIndexPage",
    "ScriptPage",
    "TonePage",
]
