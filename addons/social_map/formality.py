"""Whether a service is formal. Plain Python: no Odoo, no database.

Formal means: commissioned by the municipality (R042). That is said of client support;
of a GP or a football club an editor says what fits.
"""

FORMAL, INFORMAL = "formal", "informal"
FORMALITY = [(FORMAL, "Formal"), (INFORMAL, "Informal")]


def rule(form, is_client_support, commission):
    """What a service is when nobody chose, and what that rests on.

    Support by volunteers stays informal when a municipality pays for it (R225).

    >>> rule("formal", True, "ended")
    ('informal', 'ended')

    :param form: formality of its form of support, or nothing when it has none
    :param commission: of who offers it: `standing`, `ended`, or nothing when no
        commission was ever known
    :return: (`formal` or `informal`, one of `form`, `other`, `commission`, `ended`,
        `table` and `none`)
    """
    if form == INFORMAL:
        return INFORMAL, "form"
    if not form and not is_client_support:
        return FORMAL, "other"
    if commission == "standing":
        return FORMAL, "commission"
    if commission == "ended":
        return INFORMAL, "ended"
    return (FORMAL, "table") if form else (INFORMAL, "none")
