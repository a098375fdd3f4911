"""Set up Odoo 19 for this project, from nothing or from where it stopped.

Python packages come from the Python index (pinned in requirements*.txt), Odoo from
Debian's package `odoo-19`, whose archive signature apt checks. apt works in a folder
of ours: nothing of the system changes and no administrator is needed.

Each step writes beside its target and renames at the end, and leaves a stamp with a
hash of its inputs: an interrupted step is done again, a finished one is skipped.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from layout import (
    CACHE,
    ENVIRONMENT,
    ODOO_TREE,
    PYTHON,
    ROOT,
    VENV,
    SetupError,
    command,
    locked,
    say,
)

PYTHONS = ((3, 10), (3, 13))
# What an installed database depends on, and what only checks it.
RUNTIME = ("requirements.txt", "requirements-addons.txt")
INSTALLED = ("requirements.txt", "requirements-dev.txt")

# Package -> suite. Font Awesome must be 4.7: sid's 7.x has no fontawesome-webfont.*.
DEBIAN_PACKAGES = {
    "odoo-19": "sid",
    "fonts-montserrat": "sid",
    "fonts-font-awesome": "trixie",
    "fonts-inconsolata": "trixie",
    "fonts-ocr-b": "trixie",
    "fonts-roboto-unhinted": "trixie",
    "libjs-jquery": "trixie",
    "libjs-jquery-form": "trixie",
    "libjs-underscore": "trixie",
}
ODOO_VERSION = "19.0."


def digest(*texts):
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]


def texts(*names):
    return [(ROOT / name).read_text() for name in names]


def stamp_is(folder, value):
    stamp = folder / ".stamp"
    return stamp.exists() and stamp.read_text() == value


def run(arguments, failure, steps=None, **kwargs):
    """Run a command; on failure show the end of its output under our explanation.

    Each line that begins with `steps` becomes a dot: a download can take minutes.
    """
    process = subprocess.Popen(
        [str(argument) for argument in arguments],
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        **kwargs,
    )
    lines = []
    with process:
        for line in process.stdout:
            lines.append(line.rstrip())
            if steps and line.startswith(steps):
                print(".", end="", file=sys.stderr, flush=True)
    if steps:
        print(file=sys.stderr)
    if process.returncode:
        raise SetupError("\n".join([failure, "", "It said:", *lines[-12:]]))


# Python ------------------------------------------------------------------------


def check_python():
    low, high = PYTHONS
    if not low <= sys.version_info[:2] <= high:
        raise SetupError(
            f"Python {sys.version.split()[0]} cannot run Odoo 19 here: use 3.10 to "
            "3.13, for example `make setup PYTHON=python3.11`."
        )


def ensure_venv():
    """The virtual environment with every pinned package."""
    wanted = digest(sys.version, *texts(*RUNTIME, *INSTALLED))
    if stamp_is(VENV, wanted):
        return
    (VENV / ".stamp").unlink(missing_ok=True)
    if not venv_is_of_this_python():
        shutil.rmtree(VENV, ignore_errors=True)
        say(f"virtual environment with Python {sys.version.split()[0]}")
        run(
            [sys.executable, "-m", "venv", VENV],
            "Python could not make a virtual environment. On Debian: "
            "`apt install python3-venv`, then call again.",
        )
    install_packages()
    (VENV / ".stamp").write_text(wanted)


def install_packages():
    """Install every pin, from the wheels of an earlier time where they suffice."""
    # Everything is pinned, so nothing is resolved: Odoo's own metadata would ask for
    # packages that need a compiler.
    pins = [part for name in INSTALLED for part in ("-r", ROOT / name)]
    wheels = CACHE / "wheels"
    pip = [PYTHON, "-m", "pip"]
    from_wheels = ["--no-index", "--find-links", wheels]
    install = [*pip, "install", "--quiet", "--no-deps", *from_wheels, *pins]
    if wheels.exists():
        say("Python packages, downloaded before")
        with suppress(SetupError):
            return run(install, "")
    say("Python packages from the Python index (about 90 MB)")
    wheels.mkdir(parents=True, exist_ok=True)
    run(
        [*pip, "wheel", "--no-deps", "--wheel-dir", wheels, *pins],
        "The Python packages could not be had. Is there a network connection to the "
        "Python index (or is pip configured for a mirror)? Then call again.",
        steps=("Collecting", "Processing"),
    )
    say("installing them")
    return run(install, "The Python packages could not be installed; call again.")


def venv_is_of_this_python():
    """Whether it is there, whole (pip comes last) and of the Python that runs this."""
    if not PYTHON.exists():
        return False
    answer = subprocess.run(
        [PYTHON, "-c", "import pip, sys; print(sys.version)"],
        capture_output=True,
        text=True,
    )
    return answer.stdout.strip() == sys.version.strip()


# Odoo --------------------------------------------------------------------------


def debian_source():
    """The machine's own Debian archive as (address, keyring), whatever its suite."""
    sources = Path("/etc/apt/sources.list.d")
    for file in sorted(sources.glob("*.sources")):
        for stanza in re.split(r"\n\s*\n", file.read_text()):
            fields = dict(re.findall(r"^([\w-]+):[ \t]*(\S.*)$", stanza, re.M))
            uri = fields.get("URIs", "").split()
            if uri and uri[0].rstrip("/").endswith("/debian"):
                return uri[0], fields.get("Signed-By")
    one_line = [Path("/etc/apt/sources.list"), *sorted(sources.glob("*.list"))]
    for file in filter(Path.exists, one_line):
        for options, uri in re.findall(
            r"^deb\s+(?:\[([^]]*)\]\s+)?(\S+/debian)/?\s", file.read_text(), re.M
        ):
            signed_by = re.search(r"signed-by=(\S+)", options)
            return uri, signed_by and signed_by.group(1)
    raise SetupError(
        "This machine has no Debian package source, and Odoo comes from Debian's "
        "package. Set ODOO_HOME to the folder of an Odoo 19.0 of your own (the one "
        "that holds odoo/release.py), or use the Docker path of the README."
    )


def private_apt(folder):
    """An apt of our own: own sources, lists and cache; the system's stay untouched."""
    uri, keyring = debian_source()
    for name in ("sources", "lists/partial", "cache/archives/partial"):
        (folder / name).mkdir(parents=True)
    stanzas = [
        f"Types: deb\nURIs: {uri}\nSuites: {suite}\nComponents: main\n"
        + (f"Signed-By: {keyring}\n" if keyring else "")
        for suite in sorted(set(DEBIAN_PACKAGES.values()))
    ]
    (folder / "sources" / "debian.sources").write_text("\n".join(stanzas))
    options = {
        "Dir::Etc::sourcelist": "/dev/null",
        "Dir::Etc::sourceparts": folder / "sources",
        "Dir::State::lists": folder / "lists",
        "Dir::Cache": folder / "cache",
        "Acquire::Languages": "none",
        "APT::Sandbox::User": "",
        # Without it an archive that cannot be reached is only a warning.
        "APT::Update::Error-Mode": "any",
    }
    return ["apt-get", "-q", *(f"-o{key}={value}" for key, value in options.items())]


def download_debian_packages():
    """The packages, fetched once per user; their signature was checked by apt."""
    archives = CACHE / "debian"
    wanted = digest(repr(sorted(DEBIAN_PACKAGES.items())))
    if stamp_is(archives, wanted):
        return sorted(archives.glob("*.deb"))
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise SetupError(
            "Odoo comes from Debian's package and this machine has no apt. Set "
            "ODOO_HOME to an Odoo 19.0 of your own, or use the Docker path."
        )
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as work:
        folder = Path(work)
        apt = private_apt(folder)
        say("package lists of Debian")
        failure = (
            "Debian's archive could not be read. Is there a network connection? "
            "Then call again."
        )
        run([*apt, "update"], failure, steps="Get:")
        say("Odoo 19 and its fonts and scripts from Debian (about 130 MB)")
        debs = folder / "debs"
        debs.mkdir()
        names = [f"{name}/{suite}" for name, suite in DEBIAN_PACKAGES.items()]
        run([*apt, "download", *names], failure, steps="Get:", cwd=debs)
        odoo = next(debs.glob("odoo-19_*.deb"))
        if not odoo.name.startswith(f"odoo-19_{ODOO_VERSION}"):
            raise SetupError(
                f"Debian now offers {odoo.name}, this project needs Odoo 19.0. "
                "Set ODOO_HOME to an Odoo 19.0 of your own."
            )
        (debs / ".stamp").write_text(wanted)
        shutil.rmtree(archives, ignore_errors=True)
        debs.rename(archives)
    return sorted(archives.glob("*.deb"))


def ensure_odoo():
    """The folder that Python imports `odoo` from; returns it with its stamp."""
    if home := os.environ.get("ODOO_HOME"):
        release = Path(home) / "odoo" / "release.py"
        if not release.exists() or "(19, 0" not in release.read_text():
            raise SetupError(
                f"ODOO_HOME={home} is not an Odoo 19.0: no odoo/release.py that says "
                "so. Name the folder that holds `odoo/`."
            )
        return Path(home).resolve(), digest(release.read_text())
    packages = Path("usr/lib/python3/dist-packages")
    wanted = digest(repr(sorted(DEBIAN_PACKAGES.items())))
    if not stamp_is(ODOO_TREE, wanted):
        archives = download_debian_packages()
        say("unpacking Odoo")
        fresh = ENVIRONMENT / "odoo.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        for archive in archives:
            unpack(archive, fresh)
        check_links(fresh / packages / "odoo")
        (fresh / ".stamp").write_text(wanted)
        shutil.rmtree(ODOO_TREE, ignore_errors=True)
        fresh.rename(ODOO_TREE)
    return ODOO_TREE / packages, wanted


def unpack(archive, folder):
    """Unpack a Debian package, of its translations the Dutch ones only.

    The other languages are two thirds of Odoo: 800 MB in 19,000 files.
    """
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", archive], stdout=subprocess.PIPE
    ) as packed:
        unpacked = subprocess.run(
            [
                *("tar", "-x", "-C", folder, "--wildcards"),
                *("--exclude=*.pot", "--exclude=*/i18n*/[!n]*.po"),
                "--exclude=*/i18n*/n[!l]*.po",
            ],
            stdin=packed.stdout,
        )
    if packed.returncode or unpacked.returncode:
        raise SetupError(
            f"{archive.name} could not be unpacked. Is the disk full? If not, the "
            f"file is damaged: remove {archive.parent} and call again."
        )


def check_links(tree):
    """Debian links fonts and scripts to other packages: none may dangle.

    point_of_sale's own font is left out: Debian links it to a file that no package
    holds, and we do not install that addon.
    """
    dangling = [
        path
        for path in tree.rglob("*")
        if path.is_symlink() and not path.exists() and "point_of_sale" not in path.parts
    ]
    if dangling:
        raise SetupError(
            "Debian's Odoo links to files that are not there, so pages would lack "
            "fonts or scripts: " + ", ".join(path.name for path in dangling[:5])
        )


def ensure_odoo_importable(home):
    """A path file makes the virtual environment see Odoo and its metadata."""
    packages = next((VENV / "lib").glob("python3.*")) / "site-packages"
    pth = packages / "odoo.pth"
    if not pth.exists() or pth.read_text() != f"{home}\n":
        pth.write_text(f"{home}\n")
        run(
            [PYTHON, "-c", "import odoo.release"],
            f"Python cannot import Odoo from {home}.",
        )


def ensure_environment():
    """Everything but databases. Returns a hash of what a database depends on."""
    check_python()
    with locked("environment"):
        ensure_venv()
        home, odoo = ensure_odoo()
        ensure_odoo_importable(home)
    return digest(odoo, *texts(*RUNTIME))


if __name__ == "__main__":
    command(lambda: ensure_environment() and None)
