"""What the commands of our addons share: which database, as whom, in which language."""

import sys
from functools import partial

from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.exceptions import AccessError, UserError
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tools import config


class Problem(Exception):
    """The one thing to tell the person at the keyboard."""


def add_options(add):
    """The options of every command; `add` is `add_argument` of a parser."""
    add("-c", "--config", help="configuration file of Odoo")
    add("-d", "--database", help="name of the database")
    add("--lang", help="language of messages, such as nl_NL")


def configure(options):
    """Odoo's configuration, without a web server."""
    arguments = ["--no-http", "--log-level=warn"]
    if options.config:
        arguments += ["-c", options.config]
    if options.database:
        arguments += ["-d", options.database]
    config.parse_config(arguments, setup_logging=True)


def registry(model, addon):
    """The registry of the one database that is named.

    :raises Problem: there is not one, or `addon` with `model` is not installed there
    """
    if len(config["db_name"]) != 1:
        raise Problem("name one database with -d")
    found = Registry(config["db_name"][0])
    if model not in found:
        raise Problem(f"{addon} is not installed in this database")
    return found


def content(path):
    """The bytes of a file.

    :raises Problem: it cannot be read
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error


def environment(cr, options):
    """OdooBot, or the user who is named, with the language that is asked for."""
    env = Environment(cr, SUPERUSER_ID, {})
    if options.user:
        user = env["res.users"].search([("login", "=", options.user)])
        if not user:
            raise Problem(f"no user has the login {options.user}")
        env = Environment(cr, user.id, {"allowed_company_ids": user.company_ids.ids})
    return env(
        context={
            **env.context,
            "lang": options.lang or env.user.lang,
            "tz": env.user.tz,
        }
    )


class FileImport:
    """A `Command` that hands a file to one model, all of it or nothing.

    Its parser knows the options of `add_options`, `--user` and `file`. `needs` names
    the model and the addon that brings it.
    """

    needs = ("", "")

    def run(self, args):
        options = self.parser.parse_args(args)
        configure(options)
        try:
            sys.stdout.write(f"{self._import(options)}\n")
        except Problem as problem:
            sys.exit(f"{self.name}: {problem}")

    def _import(self, options):
        """What was done, in words.

        :raises Problem: nothing was imported
        """
        taken = content(options.file)
        with registry(*self.needs).cursor() as cr:
            env = environment(cr, options)
            try:
                return retrying(partial(self._take, env, taken, options), env)
            except (UserError, AccessError) as error:
                raise Problem(error.args[0]) from error

    def _take(self, env, content, options):
        """Import the content as the user of `env`; return what was done."""
        raise NotImplementedError
