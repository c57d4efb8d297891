"""How far a typed text lies from the given one. Not a kind: it has no KEY."""


def distance(given: str, typed: str) -> int:
    """The least number of letters to add, leave out or change (Levenshtein), exact.

    Bit-parallel: a column of the table is one whole number, so the work is one handful of operations on numbers of
    len(given) bits for each letter typed (Myers 1999, in the form of Hyyrö 2003, "A bit-vector algorithm for
    computing Levenshtein and Damerau edit distances").
    """
    if not given:
        return len(typed)
    where: dict[str, int] = {}
    for place, sign in enumerate(given):
        where[sign] = where.get(sign, 0) | 1 << place
    whole, last = (1 << len(given)) - 1, 1 << (len(given) - 1)
    more, less, score = whole, 0, len(given)  # steps down the column that add one, that take one away
    for sign in typed:
        match = where.get(sign, 0) | less
        straight = (((match & more) + more) ^ more) | match
        up, down = less | ~(straight | more) & whole, more & straight
        score += bool(up & last) - bool(down & last)
        up, down = up << 1 | 1, down << 1
        less = up & straight & whole
        more = (down | ~(up | straight)) & whole
    return score
