from tempfile import TemporaryFile

from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.web.controllers import export

from ..export_writer import WRITERS


class StreamedExport:
    """Odoo's export, row by row for the models that have that."""

    def base(self, data):
        exports = request.env["oco.export"]
        asked = exports._read_request(data)
        # Odoo's own layout has a heading for each group.
        if not asked or asked["grouped"] and exports._is_short(asked):
            return super().base(data)
        exports._check_allowed(asked)
        if not exports._is_short(asked):
            raise UserError(
                request.env._(
                    "This list is too long to wait for. Export it from its screen: it "
                    "is then made in the background."
                )
            )
        format = self.extension[1:]
        # Closed with the response.
        stream = TemporaryFile()  # noqa: SIM115
        try:
            count = exports._write_list(asked, format, stream)
            size = stream.tell()
            stream.seek(0)
        except BaseException:
            stream.close()
            raise
        exports._note(asked, count, request.httprequest.remote_addr)
        return request.make_response(
            wrap_file(request.httprequest.environ, stream),
            [
                ("Content-Type", WRITERS[format].mimetype),
                ("Content-Length", str(size)),
                (
                    "Content-Disposition",
                    content_disposition(exports._file_name(asked, format)),
                ),
            ],
        )


class StreamedCsvExport(StreamedExport, export.CSVExport):
    pass


class StreamedExcelExport(StreamedExport, export.ExcelExport):
    pass


class ExportFile(http.Controller):
    @http.route("/oco_reporting/export/<int:export_id>", type="http", auth="user")
    def file(self, export_id):
        """A list that was written in the background, for who asked for it."""
        file = request.env["oco.export"].browse(export_id)._ready_file()
        return file._to_http_stream().get_response(as_attachment=True)
