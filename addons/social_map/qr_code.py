"""A code to scan, drawn here. Plain Python: no Odoo, no database, no other site."""

from base64 import b64encode

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


def qr_code(text):
    """The code of a text as an image to put into a page.

    Drawn as squares of a path: it needs no program that makes pictures, and stays sharp
    on paper.

    >>> qr_code("https://example.com").partition(",")[0]
    'data:image/svg+xml;base64'
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
    image = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}"'
        f' shape-rendering="crispEdges"><path fill="#fff" d="M0,0h{len(rows)}'
        f'v{len(rows)}H0z"/><path d="{squares}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(image.encode()).decode()}"
