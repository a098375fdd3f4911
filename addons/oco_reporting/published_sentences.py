"""What is wrong with a published table, said in the user's language.

`published_table` gives a code and its parameters; translations are found by literal
sentences, hence one function for each code.
"""

TABLE = {
    "file_too_large": lambda env, p: env._(
        "The file is larger than %(limit)s bytes.", **p
    ),
    "too_many_rows": lambda env, p: env._(
        "The table has more than %(limit)s rows.", **p
    ),
    "not_text": lambda env, p: env._("The file is not text: save it as CSV (UTF-8)."),
    "malformed": lambda env, p: env._(
        "Line %(line)s: a quotation mark is not closed or misplaced.", **p
    ),
    "ambiguous": lambda env, p: env._(
        "The columns may be separated by %(first)s or by %(second)s: put labels "
        "that contain one of them between quotation marks.",
        **p,
    ),
    "no_rows": lambda env, p: env._("The table has no rows."),
    "no_teams": lambda env, p: env._("The table has no team columns."),
    "empty_team": lambda env, p: env._(
        "Line %(line)s: column %(position)s has no header.", **p
    ),
    "duplicate_team": lambda env, p: env._(
        "Line %(line)s: column %(column)s occurs twice.", **p
    ),
    "total_column_not_last": lambda env, p: env._(
        "Line %(line)s: the total column %(column)s is not the last column.", **p
    ),
    "total_row_not_last": lambda env, p: env._(
        "Row %(row)s (line %(line)s): the total row is not the last row.", **p
    ),
    "empty_label": lambda env, p: env._("Line %(line)s: the row has no label.", **p),
    "duplicate_label": lambda env, p: env._(
        "Row %(row)s (line %(line)s): the label is already on line %(first_line)s.",
        **p,
    ),
    "ragged": lambda env, p: env._(
        "Row %(row)s (line %(line)s): %(found)s columns where the header has "
        "%(expected)s.",
        **p,
    ),
    "empty": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: empty, write 0 where "
        "there was nothing to count.",
        **p,
    ),
    "negative": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(value)s is negative.", **p
    ),
    "not_whole": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(value)s is not a whole "
        "number, or its thousands are not groups of three digits.",
        **p,
    ),
    "not_a_number": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(value)s is not a number.",
        **p,
    ),
    "too_large": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(value)s is more than "
        "%(limit)s.",
        **p,
    ),
    "wrong_row_total": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
        "the cells of the row add up to %(computed)s.",
        **p,
    ),
    "wrong_column_total": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
        "the rows above add up to %(computed)s.",
        **p,
    ),
    "wrong_grand_total": lambda env, p: env._(
        "Row %(row)s (line %(line)s), column %(column)s: %(printed)s is printed, "
        "all cells add up to %(computed)s.",
        **p,
    ),
}

STOCK = {
    "negative": lambda env, p: env._(
        "%(start)s at the start, %(new)s new, %(closed)s closed, %(end)s at the "
        "end: none of these can be negative.",
        **p,
    ),
    "negative_start": lambda env, p: env._(
        "%(end)s at the end - %(new)s new + %(closed)s closed gives %(start)s at "
        "the start, which cannot be.",
        **p,
    ),
    "mismatch": lambda env, p: env._(
        "%(start)s at the start + %(new)s new - %(closed)s closed = %(expected)s, "
        "but %(end)s are given at the end.",
        **p,
    ),
}


def table_sentence(env, error):
    """The sentence for a `TableError`."""
    return TABLE[error.code](env, error.params)


def stock_sentence(env, error):
    """The sentence for a `StockError`; it does not name the team."""
    return STOCK[error.code](env, error.params)
