"""Every check that needs no database: code, views, manifests, translations.

Each problem is one line `path:line: what and why`; all are shown, not the first only.
"""

import ast
import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path

import polib
from layout import ADDONS, OUR_ADDONS, PYTHON, ROOT, SetupError, command, say
from lxml import etree

DATA_FOLDERS = ("data", "security", "views", "wizard", "report", "templates")
DATA_SUFFIXES = (".xml", ".csv")

# (what it must not say, where, why). A registry's name is written so that this file
# itself does not hold it.
FORBIDDEN = (
    (r"<tree\b", "addons/*.xml", "lists are <list> since Odoo 18"),
    (r"view_mode[^\n]*\btree\b", "addons/*.xml", "lists are `list` since Odoo 18"),
    (r"\b(attrs|states)=\"", "addons/*.xml", "use invisible=, readonly=, required="),
    (r"kanban-box", "addons/*.xml", "the card template is called `card`"),
    (r"oe_chatter", "addons/*.xml", "use <chatter/>"),
    (r"_sql_constraints", "addons/*.py", "Odoo 19 ignores it: use models.Constraint"),
    (r"sudo\(", "addons/*/controllers/*.py", "who checked the right?"),
    (r"sudo\(", "addons/*/views/*templates*.xml", "who checked the right?"),
    (r"sudo\(", "addons/*/report/*.xml", "who checked the right?"),
    (
        r"(?<!client\.)portal\.mixin",
        "addons/client_support/models/*",
        "its token opens content",
    ),
    (
        r"https?://[a-z.]*(debian|pyp[i]|pythonhosted|npmj[s])[a-z.]*/",
        "*",
        "a package registry's host belongs to the machine's configuration",
    ),
    (
        r"(^|[^\w.])/(h[o]me|r[o]ot|w[o]rk|U[s]ers)/\w",
        "*",
        "a path of one machine",
    ),
)
# Translations quote anything.
EXEMPT = ("*.po", "*.pot")


def tracked_files():
    """What git knows or would add, as paths relative to the root."""
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise SetupError(f"git cannot list the files of {ROOT}:\n{done.stderr.strip()}")
    return sorted(
        {
            Path(name)
            for name in done.stdout.split("\0")
            if name and (ROOT / name).exists()
        }
    )


# Rules of OCA's own repositories: a generated README, no manifest key that says what
# goes without saying. (In pyproject.toml `enable` would win over `disable`.)
NOT_OURS = "--disable=missing-readme,manifest-superfluous-key"


# Checks: each yields problems --------------------------------------------------


def forbidden_words(files, root=ROOT):
    for path in files:
        if any(fnmatch(str(path), pattern) for pattern in EXEMPT):
            continue
        rules = [rule for rule in FORBIDDEN if fnmatch(str(path), rule[1])]
        try:
            lines = (root / path).read_text().splitlines()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(lines, 1):
            for pattern, _where, why in rules:
                if found := re.search(pattern, line):
                    yield f"{path}:{number}: `{found.group().strip()}`: {why}"


def well_formed(files, root=ROOT):
    for path in files:
        if path.suffix in (".xml", ".svg"):
            try:
                etree.parse(root / path)
            except etree.XMLSyntaxError as error:
                yield f"{path}:{error.lineno}: {error.msg}"


def manifest(addon):
    """Check one addon's manifest against its folder."""
    path = f"{addon.name}/__manifest__.py"
    values = ast.literal_eval((addon / "__manifest__.py").read_text())
    if not re.fullmatch(r"19\.0(\.\d+){3}", values.get("version", "")):
        yield f"{path}: version must be 19.0.x.y.z"
    if values.get("license") != "AGPL-3":
        yield f"{path}: license must be AGPL-3"
    listed = [*values.get("data", ()), *values.get("demo", ())]
    for name in listed:
        if not (addon / name).is_file():
            yield f"{path}: lists {name}, which is not there"
    for name in sorted({name for name in listed if listed.count(name) > 1}):
        yield f"{path}: lists {name} twice"
    for name in data_files(addon):
        if name not in listed:
            yield f"{path}: does not list {name}"
    for entry in asset_paths(values):
        if entry.startswith(f"{addon.name}/") and not list(addon.parent.glob(entry)):
            yield f"{path}: no asset matches {entry}"


def data_files(addon):
    return sorted(
        str(file.relative_to(addon))
        for folder in (*DATA_FOLDERS, "demo")
        for file in (addon / folder).rglob("*")
        if file.suffix in DATA_SUFFIXES
        # Tables that code reads, beside those that Odoo loads by their model's name.
        and (file.suffix == ".xml" or is_model_table(file))
    )


def is_model_table(file):
    """Whether Odoo loads this table: it has external ids for its rows."""
    return re.match(r'"?id"?,', file.read_text(errors="replace")) is not None


def asset_paths(values):
    """The files that a manifest adds to bundles; `remove` may name what is absent."""
    for entries in values.get("assets", {}).values():
        for entry in entries:
            if isinstance(entry, str):
                yield entry
            elif entry[0] not in ("remove", "include"):
                yield entry[-1]


def translation(addon):
    """The Dutch file is there and complete (tests/ compares it with an export)."""
    path = addon / "i18n" / "nl.po"
    name = f"{addon.name}/i18n/nl.po"
    if not path.exists():
        if any((addon / folder).is_dir() for folder in ("models", "views", "data")):
            yield f"{name}: is missing"
        return
    po = polib.pofile(str(path))
    for entry in po.untranslated_entries():
        yield f"{name}:{entry.linenum}: not translated: {entry.msgid[:60]!r}"
    for entry in po.fuzzy_entries():
        yield f"{name}:{entry.linenum}: fuzzy: {entry.msgid[:60]!r}"


# Tools ---------------------------------------------------------------------------


def tool(*arguments):
    """Run a checker that shows its own findings; returns whether it is content."""
    done = subprocess.run([PYTHON, "-m", *arguments], cwd=ROOT)
    return done.returncode == 0


def main():
    files = tracked_files()
    addons = [ADDONS / name for name in OUR_ADDONS]
    say("views, manifests, translations, words")
    problems = [*forbidden_words(files), *well_formed(files)]
    for addon in addons:
        problems += [*manifest(addon), *translation(addon)]
    print(*problems, sep="\n", end="\n" if problems else "")
    content = not problems
    say("ruff")
    content &= tool("ruff", "check", "--quiet", ".")
    content &= tool("ruff", "format", "--check", ".")
    say("pylint-odoo")
    content &= tool("pylint", "--score=n", NOT_OURS, *map(str, addons))
    say("all is well" if content else "found something: see above")
    return not content


if __name__ == "__main__":
    command(main)
