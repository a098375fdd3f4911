"""Start Odoo in the foreground for people, or in the background for tests; stop it.

A started server leaves its process id in .odoo/servers, so that `make stop` ends
the servers of this checkout and no others.
"""

import argparse
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

import psutil
from database import keep, odoo_command, server_settings
from layout import CONFIG, SERVERS, SetupError, command, say
from postgres import connect, stop_embedded

HOST = "127.0.0.1"
START_SECONDS = 180


class Server:
    """An Odoo server process on one database."""

    def __init__(self, database, port, *arguments, output=None):
        self.database = database
        self.url = f"http://localhost:{port}"
        SERVERS.mkdir(exist_ok=True)
        self.process = subprocess.Popen(
            odoo_command(
                *("-c", str(CONFIG), "-d", database, "--http-port", str(port)),
                *arguments,
            ),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output and subprocess.STDOUT,
        )
        self.record = SERVERS / str(self.process.pid)
        self.record.write_text(f"{database} {port}")

    def wait_until_ready(self):
        """Until the first page is there: its styles and scripts are made for it."""
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise SetupError("Odoo stopped while starting; its last lines say why.")
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=60):
                    return
            except urllib.error.HTTPError as error:
                raise SetupError(
                    f"Odoo's first page fails: {error}; its log says why."
                ) from error
            except OSError:
                time.sleep(0.2)
        raise SetupError(f"Odoo did not answer within {START_SECONDS} seconds.")

    def stop(self):
        end(psutil.Process(self.process.pid) if self.process.poll() is None else None)
        self.process.wait()
        self.record.unlink(missing_ok=True)


def end(process):
    """Ask a process to stop; insist after a while."""
    if not process:
        return
    process.terminate()
    try:
        process.wait(15)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait(5)


def running():
    """The servers of this checkout, as {process: (database, port)}."""
    found = {}
    for record in SERVERS.glob("*"):
        try:
            process = psutil.Process(int(record.name))
            # A process id is used again: only an Odoo on our configuration is ours.
            ours = str(CONFIG) in process.cmdline()
        except psutil.Error:
            ours = False
        if ours:
            found[process] = record.read_text().split()
        else:
            record.unlink(missing_ok=True)
    return found


# Ports ---------------------------------------------------------------------------


def is_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def check_port(text):
    """The port as a number. Raises SetupError when it cannot be had."""
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        raise SetupError(f"PORT={text} is not a port: use a number from 1024 to 65535.")
    port = int(text)
    if is_free(port):
        return port
    other = next((free for free in range(port + 1, 65536) if is_free(free)), 8069)
    owner = "another program"
    advice = f"`make run PORT={other}`"
    for process, (database, used) in running().items():
        if used == text:
            owner = f"this checkout's own Odoo on {database} (process {process.pid})"
            advice = f"`make stop` first, or {advice}"
    raise SetupError(f"Port {port} is taken by {owner}. Use {advice}.")


# Commands ------------------------------------------------------------------------


def accounts(database):
    """The logins of the people in this database, beside the administrator."""
    connection = connect(server_settings(), database)
    with connection.cursor() as cr:
        cr.execute(
            "SELECT login FROM res_users WHERE active AND NOT share "
            "AND login NOT IN ('__system__', 'admin') ORDER BY id LIMIT 20"
        )
        logins = [login for (login,) in cr.fetchall()]
    connection.close()
    return logins


def run(port, database):
    port = check_port(port)
    keep(database, demo=True)
    people = accounts(database)
    say(f"starting Odoo on database {database}; Ctrl-C stops it")
    server = Server(database, port)
    try:
        server.wait_until_ready()
        people = f" or as {', '.join(people)} (see the README)" if people else ""
        print(
            f"\n★ {server.url}, log in as admin, password admin{people}\n", flush=True
        )
        return server.process.wait()
    except KeyboardInterrupt:
        # The terminal told Odoo too; it is finishing what it was doing.
        say("stopping")
        return 0
    finally:
        server.stop()


def stop():
    for process, (database, port) in running().items():
        say(f"stopping Odoo on {database}, port {port}")
        end(process)
    shutil.rmtree(SERVERS, ignore_errors=True)
    stop_embedded()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    run_parser = commands.add_parser("run")
    run_parser.add_argument("--port", required=True)
    run_parser.add_argument("--database", required=True)
    commands.add_parser("stop")
    arguments = parser.parse_args()
    if arguments.command == "run":
        return run(arguments.port, arguments.database)
    return stop()


if __name__ == "__main__":
    command(main)
