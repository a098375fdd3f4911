import io
import zipfile

from odoo.tests import BaseCase, tagged

from ..document_kinds import kind_of, named


def archive(**parts):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


@tagged("post_install", "-at_install")
class TestDocumentKinds(BaseCase):
    """What a document is, told from its bytes."""

    def test_taken(self):
        for content, ending in (
            (b"%PDF-1.7 x", "pdf"),
            (b"\x89PNG\r\n\x1a\nx", "png"),
            (b"\xff\xd8\xff\xe0x", "jpg"),
            (b"\x00\x00\x00\x18ftypheic", "heic"),
            ("Beste mevrouw,\r\nGroet €".encode(), "txt"),
            (archive(word__document_xml="x"), "docx"),
            (archive(xl__workbook_xml="x"), "xlsx"),
            (archive(mimetype="application/vnd.oasis.opendocument.text"), "odt"),
        ):
            with self.subTest(ending=ending):
                self.assertEqual(kind_of(content)[1], ending)

    def test_refused(self):
        for content in (
            b"",
            b"MZ\x90\x00\x03",
            b"\x7fELF\x02",
            b"#!/bin/sh\x00",
            b"<html><body>x</body></html>",
            b"  <?xml version='1.0'?><svg onload='x'/>",
            b"tekst <SCRIPT>alert(1)</SCRIPT>",
            b"PK\x03\x04 torn",
            archive(index="x"),
            archive(word__document_xml="x", **{"word__vbaProject.bin": "x"}),
            archive(mimetype="application/java-archive"),
            b"\xfe\xff\x00a",
        ):
            with self.subTest(content=content[:20]):
                self.assertIsNone(kind_of(content))

    def test_names(self):
        for name, ending, expected in (
            ("brief.exe", "pdf", "brief.exe.pdf"),
            ("brief.PDF", "pdf", "brief.PDF"),
            ("foto.jpeg", "jpg", "foto.jpeg"),
            ("", "txt", "document.txt"),
        ):
            self.assertEqual(named(name, ending), expected)
