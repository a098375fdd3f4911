import io
import json
import re
import zipfile

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date, format_datetime, html2plaintext

from .. import inside
from ..screen import labels

LANGUAGE = "nl_NL"
# Who may have a copy made: residents for themselves, who represents them, and the
# supporter who hands it over.
KINDS = ("resident", "representative", "supporter", "cover")
OF_THE_FILE = ("supporter", "cover")
# A granted request gives the copy for this long.
COPY_DAYS = 60
# What says nothing about anybody.
LEFT_OUT = frozenset({"id", "dossier_id", "create_uid", "write_uid", "write_date"})
ACTIVITY_FIELDS = ("date_deadline", "summary", "note", "feedback")
# The same file gives the same bytes: no clock in the archive.
NO_CLOCK = (1980, 1, 1, 0, 0, 0)


class ClientAccessCopy(models.AbstractModel):
    """A copy of a resident's whole file and of who looked into it, as one ZIP.

    Made for a granted request only (AVG art. 15, Wmo 2015 art. 5.3.2): before that
    somebody considered whether a ground of the law stands in the way. Nothing of it is
    stored. The privacy officer, who grants it, cannot make it.
    """

    _name = "client.access.copy"
    _description = "Copy of a file"

    @api.model
    def _basis(self, number):
        """The access row that lets the user have this copy, elevated.

        Empty when there is none, or no request was granted lately.
        """
        # Elevated: nobody has rights on access rows, and residents none on requests.
        rows = (
            self.env["client.access"]
            .sudo()
            .search(
                [
                    ("user_id", "=", self.env.uid),
                    ("resident_id.number", "=", number),
                    ("kind", "in", KINDS),
                    ("section", "=", "all"),
                    ("valid_from", "<=", "now"),
                    ("valid_until", ">", "now"),
                ]
            )
        )
        granted = (
            self.env["client.rights.request"]
            .sudo()
            .search_count(
                [
                    ("resident_number", "=", number),
                    ("kind", "=", "access"),
                    ("state", "=", "granted"),
                    ("decided_on", ">=", fields.Date.add(
                        fields.Date.today(), days=-COPY_DAYS
                    )),
                ],
                limit=1,
            )
        )  # fmt: skip
        if not granted:
            return rows.browse()
        own = rows.filtered(lambda row: row.kind not in OF_THE_FILE)
        if own:
            return own[0]
        # A supporter reads the file by this row; one of a case only is not enough.
        return rows.filtered(lambda row: not row.case_id)[:1]

    @api.model
    def _may_make(self, number):
        return bool(self._basis(number))

    @api.model
    def _make(self, number):
        """The archive, as bytes.

        :raises AccessError: without own or standing access to all of the file, or
            without a granted request
        """
        basis = self._basis(number)
        if not basis:
            raise AccessError(
                self.env._(
                    "A copy is for the resident, or for the supporter to hand over, "
                    "after the privacy officer granted the request."
                )
            )
        # A supporter gets what the rules show. Elevated for residents: they have no
        # rights on the models of the file, and this is their own, as checked above.
        copies = self.with_context(lang=self._language())
        if basis.kind not in OF_THE_FILE:
            copies = copies.sudo()
        resident = basis.resident_id
        parts, left_out = copies._parts(resident)
        sections = [
            copies._section(records, names, resident)
            for records, names in copies._readable(parts)
        ]
        log = self.env["client.access.log"].with_context(lang=self._language())
        if basis.kind in OF_THE_FILE:
            # The resident also wants to know what the supporter did, who makes this.
            log = log.with_user(SUPERUSER_ID)
        looks = log._lines_about(resident, limit=None)
        documents = copies._documents(parts)
        return copies._archive(resident, sections, looks, documents, left_out)

    @api.model
    def _language(self):
        installed = self.env["res.lang"]._get_data(code=LANGUAGE)
        return LANGUAGE if installed else self.env.lang

    # What is in it --------------------------------------------------------------------

    @api.model
    def _parts(self, resident):
        """What is the resident's, and how many records this user cannot read.

        Of a case of several residents, what is about another is theirs.
        """
        destruction = self.env["client.destruction"]
        # Elevated: to find what there is; what the user may read is asked below.
        cases = resident.env["client.case"].search(
            [("resident_ids", "in", resident.ids)]
        )
        others = cases.resident_ids - resident
        theirs = destruction._parts_of(others, cases.browse())
        parts, left_out = {}, 0
        for name, found in sorted(destruction._parts_of(resident, cases).items()):
            records = (found - theirs.get(name, found.browse())).sorted("id")
            if records._of_somebody_else:
                continue
            readable = records.with_env(self.env)._filtered_access("read")
            left_out += len(records) - len(readable)
            if readable:
                parts[name] = readable
        return parts, left_out

    @api.model
    def _readable(self, parts):
        """Pairs of records and the fields of them that belong in a copy."""
        for name, records in sorted(
            parts.items(), key=lambda part: (part[0] != "client.resident", part[0])
        ):
            yield (
                records,
                [
                    field.name
                    for field in self.env[name]._fields.values()
                    if field.store
                    and field.name not in LEFT_OUT
                    and field.groups != fields.NO_ACCESS
                    and field.type not in ("one2many", "binary", "image")
                    and field.comodel_name not in inside.KEYS
                    and records._has_field_access(field, "read")
                ],
            )
            tasks = (
                self.env["mail.activity"]
                .with_context(active_test=False)
                .search(
                    [("res_model", "=", name), ("res_id", "in", records.ids)],
                    order="id",
                )
            )
            if tasks:
                yield tasks, ACTIVITY_FIELDS

    @api.model
    def _section(self, records, names, resident):
        """One kind of record, in words and for machines."""
        if inside.is_file(self.env, records._name):
            records._witness("export", records.ids, names)
        fields_ = [records._fields[name] for name in names]
        return {
            "model": records._name,
            "title": self.env["ir.model"]._get(records._name).sudo().name,
            "labels": [field._description_string(self.env) for field in fields_],
            "names": names,
            "records": [
                [self._in_words(record, field, resident) for field in fields_]
                for record in records
            ],
        }

    @api.model
    def _in_words(self, record, field, resident):
        value = record[field.name]
        if field.relational:
            # Elevated: labels, as Odoo itself reads those of a link.
            linked = value.sudo()
            if linked._name == "client.resident":
                linked &= resident
            # The label of a goal says only that it is one.
            name = "wording" if linked._name == "client.goal" else "display_name"
            return ", ".join(linked.mapped(name))
        if field.type == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if field.type in ("integer", "float", "monetary"):
            return str(value)
        if not value:
            return ""
        if field.type == "selection":
            return labels(record, field.name).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, tz="Europe/Amsterdam")
        if field.type == "html":
            return html2plaintext(value).strip()
        return str(value)

    @api.model
    def _documents(self, parts):
        """Names in the archive and the bytes of the documents in the file."""
        documents = []
        for name, records in sorted(parts.items()):
            found = self.env["ir.attachment"].search(
                [("res_model", "=", name), ("res_id", "in", records.ids)], order="id"
            )
            documents += [
                (f"documenten/{one.id}-{_safe(one.name)}", one.raw or b"")
                for one in found
            ]
        return documents

    # The archive ----------------------------------------------------------------------

    @api.model
    def _archive(self, resident, sections, looks, documents, left_out):
        values = {
            "number": resident.number,
            "sections": sections,
            "looks": [
                {**look, "day": format_date(self.env, look["day"])} for look in looks
            ],
            "documents": [path for path, _content in documents],
            "left_out": left_out,
        }
        page = self.env["ir.qweb"]._render("client_support.access_copy", values)
        for_machines = {
            "number": resident.number,
            "file": [
                {
                    "kind": section["model"],
                    "title": section["title"],
                    "records": [
                        dict(zip(section["names"], record, strict=True))
                        for record in section["records"]
                    ],
                }
                for section in sections
            ],
            "who_looked": values["looks"],
            "documents": values["documents"],
        }
        contents = [
            ("LEESMIJ.txt", self._read_me(left_out).encode()),
            ("dossier.html", str(page).encode()),
            (
                "dossier.json",
                json.dumps(for_machines, ensure_ascii=False, indent=1).encode(),
            ),
            *documents,
        ]
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in contents:
                archive.writestr(
                    zipfile.ZipInfo(path, NO_CLOCK), content, zipfile.ZIP_DEFLATED
                )
        return packed.getvalue()

    @api.model
    def _read_me(self, left_out):
        lines = [
            self.env._("This is a copy of your file."),
            "",
            self.env._("dossier.html: your file, to read and to print. Open it first."),
            self.env._("dossier.json: the same, for another program."),
            self.env._("documenten: the documents in your file."),
            "",
            self.env._("At the end of dossier.html you see who looked into your file."),
            self.env._(
                "What is about somebody else in your family is not in this copy."
            ),
        ]
        if left_out:
            lines.append(
                self.env._(
                    "Some parts of the file are worked on by a colleague and are not "
                    "in this copy: %s. Ask for those as well.",
                    left_out,
                )
            )
        lines += [
            "",
            self.env._("Is something wrong? You can ask to have it corrected."),
            self.env._("Keep this copy safe: it says a lot about you."),
        ]
        return "\r\n".join(lines) + "\r\n"


def _safe(name):
    """A file name that is one on every computer and leads out of no folder."""
    return re.sub(r"[^\w.() -]", "_", name or "").strip(". ")[-100:] or "document"
