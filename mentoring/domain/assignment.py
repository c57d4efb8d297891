"""The best whole assignment: every hire a place, at the lowest total cost. Pure.

The shortest augmenting path form of the Hungarian method (Kuhn 1955; Jonker and Volgenant 1987), O(n² m): a few
hundred hires take about a second.
"""

from collections.abc import Sequence


def best_assignment(costs: Sequence[Sequence[int]]) -> list[int]:
    """For each row the column it gets, no column twice, the sum of costs as low as it can be.

    `costs` has at least as many columns as rows. Raises ValueError otherwise.
    """
    rows, columns = len(costs), len(costs[0]) if costs else 0
    if rows > columns:
        raise ValueError("there are more rows than columns")
    of_row, of_column = [0] * (rows + 1), [0] * (columns + 1)  # the potentials of the dual problem
    taken_by = [0] * (columns + 1)  # rows count from 1; column 0 holds the row that is being placed
    for row in range(1, rows + 1):
        taken_by[0] = row
        _place(costs, of_row, of_column, taken_by)
    found = [0] * rows
    for column in range(1, columns + 1):
        if taken_by[column]:
            found[taken_by[column] - 1] = column - 1
    return found


def _place(costs: Sequence[Sequence[int]], of_row: list[int], of_column: list[int], taken_by: list[int]) -> None:
    """Find the cheapest way to give one more row a column, moving others where that costs less."""
    columns = len(of_column) - 1
    slack: list[int | None] = [None] * (columns + 1)
    came_from, seen, at = [0] * (columns + 1), [False] * (columns + 1), 0
    while True:
        seen[at] = True
        row, step, nearest = taken_by[at], None, 0
        for column in range(1, columns + 1):
            if seen[column]:
                continue
            reduced = costs[row - 1][column - 1] - of_row[row] - of_column[column]
            known = slack[column]
            if known is None or reduced < known:
                slack[column], came_from[column] = reduced, at
                known = reduced
            if step is None or known < step:
                step, nearest = known, column
        _shift(step or 0, slack, seen, of_row, of_column, taken_by)
        at = nearest
        if taken_by[at] == 0:
            break
    while at:
        before = came_from[at]
        taken_by[at] = taken_by[before]
        at = before


def _shift(
    step: int,
    slack: list[int | None],
    seen: list[bool],
    of_row: list[int],
    of_column: list[int],
    taken_by: list[int],
) -> None:
    for column, is_seen in enumerate(seen):
        if is_seen:
            of_row[taken_by[column]] += step
            of_column[column] -= step
        elif slack[column] is not None:
            slack[column] = (slack[column] or 0) - step
