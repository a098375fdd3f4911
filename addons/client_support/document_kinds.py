"""What a document is, told from its bytes: a name says what its sender wants it to say.

Plain Python. Only what people send each other about support is taken: nothing that runs
by itself, no web page, no macros.
"""

import io
import zipfile

# At most, of one document. Photographs of a telephone stay far below.
MAX_BYTES = 20 * 1024 * 1024

# The first bytes, where these are enough: (offset, bytes, type, ending of the name).
SIGNATURES = [
    (0, b"%PDF-", "application/pdf", "pdf"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (0, b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (4, b"ftypheic", "image/heic", "heic"),
    (4, b"ftypmif1", "image/heic", "heic"),
]
# What is in the archive that an office document is.
OFFICE = [
    ("word/document.xml", "docx", "wordprocessingml.document"),
    ("xl/workbook.xml", "xlsx", "spreadsheetml.sheet"),
]
OPEN_DOCUMENTS = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}
# In words, for whoever chose something else.
IN_WORDS = "PDF, JPEG, PNG, HEIC, DOCX, XLSX, ODT, ODS, TXT"


def kind_of(content):
    """The type and the ending of the name of a document, or None for any other bytes.

    >>> kind_of(b"%PDF-1.7")
    ('application/pdf', 'pdf')
    >>> kind_of(b"MZ\\x90\\x00")
    """
    for offset, start, mimetype, ending in SIGNATURES:
        if content[offset : offset + len(start)] == start:
            return mimetype, ending
    if content[:4] == b"PK\x03\x04":
        return _kind_of_archive(content)
    return _kind_of_text(content)


def _kind_of_archive(content):
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                return None
            for part, ending, family in OFFICE:
                if part in names:
                    base = "application/vnd.openxmlformats-officedocument"
                    return f"{base}.{family}", ending
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 99:
                mimetype = archive.read("mimetype")
                if mimetype in OPEN_DOCUMENTS:
                    return mimetype.decode(), OPEN_DOCUMENTS[mimetype]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError):
        return None
    return None


def _kind_of_text(content):
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    # A page that a browser would run is no letter, whatever its name.
    is_page = "<script" in text.lower() or text.lstrip("\ufeff \r\n\t")[:1] == "<"
    readable = all(sign.isprintable() or sign in "\ufeff\r\n\t\f" for sign in text)
    return ("text/plain", "txt") if text and readable and not is_page else None


def named(name, ending):
    """The name with the ending that the content has.

    >>> named("brief.exe", "pdf")
    'brief.exe.pdf'
    >>> named("Foto.JPEG", "jpg")
    'Foto.JPEG'
    """
    name = (name or "").strip() or "document"
    endings = ("jpg", "jpeg") if ending == "jpg" else (ending,)
    if name.lower().endswith(tuple(f".{one}" for one in endings)):
        return name
    return f"{name}.{ending}"
