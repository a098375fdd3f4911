"""Two transactions at once, in `odoo shell`: what the tests of races have in common.

The code around it says what `first` and `second` do with a cursor, and opens the
cursors `one` and `two` before either did anything.
"""

RACE = """
{first}(one)
one.commit()
try:
    {second}(two)
    two.commit()
    answer = "both passed"
except SerializationFailure:
    two.rollback()
    answer = "the second starts again"
    try:
        {second}(two)
        two.commit()
    except Exception as error:
        two.rollback()
        answer += ": " + type(error).__name__
one.close()
two.close()
env.invalidate_all()
"""
