import json
from collections import defaultdict
from dataclasses import dataclass
from hashlib import sha256

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.social_map.text import normalise

from .. import published_sentences
from ..published_table import TableError, parse, render


@dataclass(frozen=True)
class Meaning:
    """What a row counts: at most one of life domain and kind (records) is set."""

    measure: str
    life_domain: models.BaseModel
    kind: models.BaseModel

    def key(self, team):
        """What a cell counts; no two current tables of a period count the same."""
        return (self.measure, self.life_domain.id, self.kind.id, team.id)


class OcoPublishedReaderMixin(models.AbstractModel):
    """Read a published table and find what its columns and rows mean.

    Nothing is written here; what is wrong is said in the user's language.
    """

    _name = "oco.published.reader.mixin"
    _description = "Reader of published tables"

    # The file and its teams --------------------------------------------------------

    @api.model
    def _bytes(self, content):
        """:raises TableError: the text is not Unicode."""
        if isinstance(content, bytes):
            return content
        try:
            return str(content).encode()
        except UnicodeEncodeError:
            raise TableError("not_text") from None

    @api.model
    def _parse(self, content):
        try:
            return parse(self._bytes(content))
        except TableError as error:
            raise UserError(
                published_sentences.table_sentence(self.env, error)
            ) from error

    @api.model
    def _find_teams(self, company, printed):
        """The team of each column.

        Archived teams count as well: old tables are about teams that are no more.

        :raises UserError: a header is no team's name, or more than one team's
        """
        named = defaultdict(self.env["client.team"].browse)
        for team in (
            self.env["client.team"]
            .with_context(active_test=False)
            .search([("company_id", "=", company.id)])
        ):
            for name in (team.name, *(team.alias_names or "").split(";")):
                named[self._team_key(name)] |= team
        found = []
        for header in printed.teams:
            teams = named.get(self._team_key(header), self.env["client.team"])
            if len(teams) > 1:
                teams = teams.filtered("active") or teams
            if not teams:
                raise UserError(
                    self.env._(
                        "Column %(column)s: %(company)s has no team of this name. "
                        "Create the team, or add this name to the team that is meant, "
                        "under “Also called”.",
                        column=header,
                        company=company.name,
                    )
                )
            if len(teams) > 1:
                raise UserError(
                    self.env._(
                        "Column %(column)s: %(company)s has %(count)s teams of this "
                        "name. Change the name, or “Also called”, of all but one.",
                        column=header,
                        company=company.name,
                        count=len(teams),
                    )
                )
            if teams in found:
                raise UserError(
                    self.env._(
                        "Column %(column)s: this is the same team as column %(other)s "
                        "(%(team)s). Add the two up in the file, or give one of them "
                        "a team of its own.",
                        column=header,
                        other=printed.teams[found.index(teams)],
                        team=teams.name,
                    )
                )
            found.append(teams)
        return found

    @api.model
    def _team_key(self, name):
        return normalise(name).replace(" ", "")

    # What rows mean ----------------------------------------------------------------

    @api.model
    def _read_meanings(self, printed, values, date_from, date_to):
        """The meaning of each row: as given, else as recognised.

        :raises UserError: a row has no meaning, or something given is no code
        """
        default = values.get("measure") or "questions"
        self._check_measure(default)
        given = {
            normalise(label): self._read_given(label, codes)
            for label, codes in (values.get("rows") or {}).items()
        }
        unknown = set(given) - {normalise(row.label) for row in printed.rows}
        if unknown:
            raise UserError(
                self.env._("Row %(row)s is not in the table.", row=sorted(unknown)[0])
            )
        names = self._code_names()
        meanings = []
        for row in printed.rows:
            meaning = self._recognise(row.label, default, date_from, date_to, names)
            own = given.get(normalise(row.label))
            if own:
                meaning = self._merge(meaning, own, default)
            if not meaning:
                raise UserError(self._unknown_sentence(printed, row))
            meanings.append(meaning)
        return meanings

    @api.model
    def _recognise(self, label, measure, date_from, date_to, names):
        """The `Meaning` of a printed label, or None when it is unknown.

        :param str measure: what a row counts that names a life domain or a kind
        :param dict names: of `_code_names`
        """
        domain, kind = self.env["life.domain"], self.env["client.contact.kind"]
        counted = self.env["oco.published.label"]._measure(label, date_from, date_to)
        if counted:
            return Meaning(counted, domain, kind)
        found = names.get(normalise(label), ())
        if len(found) == 1:
            (record,) = found
            if record._name == domain._name:
                return Meaning(measure, record, kind)
            return Meaning(measure, domain, record)
        term = self.env["life.domain.term"].find(label)
        if not term or (
            term.classification == "not_domain" and not term.contact_kind_id
        ):
            return None
        return Meaning(measure, term.life_domain_id, term.contact_kind_id)

    @api.model
    def _code_names(self):
        """Life domains and kinds of contact by what they are called in any language."""
        names = defaultdict(set)
        # English also where nobody uses it: it is what the code lists come in.
        languages = {"en_US", *dict(self.env["res.lang"].get_installed())}
        for lang in sorted(languages):
            for model in ("life.domain", "client.contact.kind"):
                for record in self.env[model].search_fetch([], ["name", "code"]):
                    names[normalise(record.with_context(lang=lang).name)].add(record)
                    names[normalise(record.code)].add(record)
        return names

    @api.model
    def _read_given(self, label, codes):
        """What the user says a row means, as a dict of `Meaning`'s fields.

        :raises UserError: not a code
        """
        if isinstance(codes, dict):
            given = dict(codes)
        else:
            given = {}
            for code in str(codes).split(","):
                given |= self._read_code(label, code.strip())
        if given.get("measure"):
            self._check_measure(given["measure"])
        for key, model in (
            ("life_domain", "life.domain"),
            ("kind", "client.contact.kind"),
        ):
            if key in given and not isinstance(given[key], models.BaseModel):
                record = self.env[model].search([("code", "=", given[key])])
                if given[key] and not record:
                    raise UserError(self._code_sentence(label, given[key]))
                given[key] = record if given[key] else self.env[model]
        if given.get("life_domain") and given.get("kind"):
            raise UserError(
                self.env._(
                    "Row %(row)s: choose a life domain or a kind of contact, not both.",
                    row=label,
                )
            )
        return given

    @api.model
    def _read_code(self, label, code):
        domain, kind = self.env["life.domain"], self.env["client.contact.kind"]
        if code == "other":
            return {"life_domain": domain, "kind": kind}
        if code in self._measures():
            return {"measure": code}
        record = domain.search([("code", "=", code)])
        if record:
            return {"life_domain": record, "kind": kind}
        record = kind.search([("code", "=", code)])
        if record:
            return {"life_domain": domain, "kind": record}
        raise UserError(self._code_sentence(label, code))

    @api.model
    def _merge(self, meaning, given, default):
        """What was recognised, except where the user says otherwise."""
        Domain, Kind = self.env["life.domain"], self.env["client.contact.kind"]
        if not meaning:
            meaning = Meaning(default, Domain, Kind)
        placed = "life_domain" in given or "kind" in given
        return Meaning(
            given.get("measure") or meaning.measure,
            given.get("life_domain", Domain) if placed else meaning.life_domain,
            given.get("kind", Kind) if placed else meaning.kind,
        )

    @api.model
    def _measures(self):
        return dict(self.env["oco.figure"]._fields["measure"].selection)

    @api.model
    def _check_measure(self, measure):
        if measure not in self._measures():
            raise UserError(
                self.env._(
                    "%(measure)s is nothing that can be counted. Choose one of: "
                    "%(measures)s.",
                    measure=measure,
                    measures=", ".join(self._measures()),
                )
            )

    @api.model
    def _code_sentence(self, label, code):
        return self.env._(
            "Row %(row)s: %(code)s is no code of something that can be counted, of a "
            "life domain or of a kind of contact.",
            row=label,
            code=code,
        )

    @api.model
    def _unknown_sentence(self, printed, row):
        ambiguous = self.env["life.domain.term"].search_count(
            [("term_key", "=", normalise(row.label)), ("classification", "=", "domain")]
        )
        place = {"row": row.label, "line": row.line, "column": printed.header_label}
        if ambiguous:
            return self.env._(
                "Row %(row)s (line %(line)s), column %(column)s: sources disagree "
                "about what this label means. Say what the row counts, or which life "
                "domain or kind of contact it is.",
                **place,
            )
        return self.env._(
            "Row %(row)s (line %(line)s), column %(column)s: this label is unknown. "
            "Say what the row counts, or which life domain or kind of contact it is.",
            **place,
        )

    @api.model
    def _fingerprint(self, printed, teams, meanings):
        content = [
            render(printed),
            [team.id for team in teams],
            [(m.measure, m.life_domain.id, m.kind.id) for m in meanings],
        ]
        return sha256(json.dumps(content).encode()).hexdigest()
