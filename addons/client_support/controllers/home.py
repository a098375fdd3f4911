from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.home import Home


class ClientHome(Home):
    """Logging in: in the language of the account, and never as the superuser."""

    def _login_redirect(self, uid, redirect=None):
        """The pages after it speak the language of the account.

        Else those of a Dutch resident follow the browser with which the login page was
        opened: that of the library, or a telephone that was never set.
        """
        language = request.env(user=uid)["res.users"].browse(uid).lang
        if language:
            request.future_response.set_cookie("frontend_lang", language)
        return super()._login_redirect(uid, redirect=redirect)

    @http.route()
    def switch_to_admin(self):
        """One address would make an administrator the superuser, whom no rule holds."""
        raise NotFound()
