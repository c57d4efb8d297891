"""The papers a course asks for besides being read: a test at the end of a lesson, the final paper, the case.

One list (`asked`), one mechanism for the right to sit each of them and for what is passed (`rights`), one answer to
where each stands (`standing`); `languages` keeps the choice of papers the same in every language of a course.
"""
