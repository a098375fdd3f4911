"""A code to scan, drawn here. Plain Python: no Odoo, no database, no other site."""

from markupsafe import Markup
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr_code(text, label):
    """The code of a text as a drawing to put into a page.

    Drawn as squares of a path: it needs no program that makes pictures, and stays sharp
    on paper. In the page itself: Chromium prints no picture (`data:`) that nobody
    scrolled to, and the last page of a list came without its code.

    :param label: what a screen reader says

    >>> qr_code("https://example.com", "A < B").partition(" viewBox")[0]
    Markup('<svg xmlns="http://www.w3.org/2000/svg" class="code" role="img" \
aria-label="A &lt; B"')
    """
    code = QRCode(error_correction=ERROR_CORRECT_M)
    code.add_data(text)
    rows = code.get_matrix()
    squares = "".join(
        f"M{left},{top}h1v1h-1z"
        for top, row in enumerate(rows)
        for left, is_dark in enumerate(row)
        if is_dark
    )
    size = len(rows)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="code" role="img"'
        ' aria-label="%s" viewBox="0 0 %s %s" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0,0h%sv%sH0z"/><path d="%s"/></svg>'
    ) % (label, size, size, size, size, squares)
