import ast

from odoo.fields import NO_ACCESS
from odoo.tests import TransactionCase, new_test_user, tagged

OPERATIONS = ("read", "write", "create", "unlink")
INSIDE = {"client.access", "client.dossier"}
# Generic pointers by design: both ask the document they hang on.
GENERIC = {"mail.activity", "ir.attachment"}
# Records that need more than the one form of rule gives, by the value of a field.
NARROWED = {
    "client.note": ("level", "confidential"),
    "client.document": ("category", "medical"),
}


@tagged("post_install", "-at_install")
class TestRegistry(TransactionCase):
    """What must hold for every model and field, also those that come later."""

    def files(self):
        mixin = self.registry["client.file.mixin"]
        return {
            name
            for name, model in self.registry.items()
            if issubclass(model, mixin) and not model._abstract
        }

    def test_the_files_are_found(self):
        self.assertLessEqual(
            {"client.resident", "client.contact", "client.case", "client.question"},
            self.files(),
        )

    def test_one_global_rule_per_operation(self):
        for name in self.files() | INSIDE:
            for operation in OPERATIONS:
                with self.subTest(model=name, operation=operation):
                    rules = self.env["ir.rule"].search(
                        [
                            ("model_id.model", "=", name),
                            (f"perm_{operation}", "=", True),
                        ]
                    )
                    self.assertEqual(len(rules), 1)
                    self.assertTrue(rules["global"])

    def test_rules_are_of_the_one_form(self):
        for name in self.files():
            rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
            for rule in rules:
                with self.subTest(rule=rule.name):
                    if "(0, '=', 1)" in rule.domain_force:
                        continue
                    domain = self.one_form(name, rule.domain_force)
                    self.assertIn("access_ids", domain)
                    self.assertIn("('valid_from', '<=', 'now')", domain)
                    self.assertIn("('valid_until', '>', 'now')", domain)
                    for forbidden in (
                        "'|'",
                        "company",
                        "create_uid",
                        "message_partner",
                        "today",
                    ):
                        self.assertNotIn(forbidden, domain)
                    if rule.perm_write or rule.perm_create or rule.perm_unlink:
                        self.assertIn("'kind', 'in'", domain)

    def one_form(self, name, domain):
        """The condition that opens the file, as text; what else there is only closes.

        A domain is read as conditions that all hold. After the first one there may be
        a single choice: not that value, or something more.
        """
        leaf, *choice = ast.literal_eval(domain.replace("user.id", "0"))
        if choice:
            field, value = NARROWED[name]
            ors = [part for part in choice if part == "|"]
            others = [part for part in choice if part != "|"]
            self.assertEqual(choice[: len(ors)][0], "|")
            self.assertEqual(others[0], (field, "!=", value))
            # As many as make one choice of it, and none beside it.
            self.assertEqual(len(ors), len(others) - 1)
        return repr([leaf])

    def test_access_is_asked_by_the_key_itself(self):
        """No join of dossiers in between: it made each count half as long again."""
        user = new_test_user(self.env, "t_key", groups="client_support.group_supporter")
        for name in self.files() - {"client.case", "client.resident"}:
            rule = self.env["ir.rule"].with_user(user)._compute_domain(name, "read")
            with self.subTest(model=name):
                query = self.env[name]._search(rule, bypass_access=True)
                asked = query.select().code
                self.assertIn("= ANY(ARRAY(SELECT", asked)
                self.assertNotIn('JOIN "client_dossier"', asked)

    def test_what_narrows_only_closes(self):
        """Of two records with and without it, the one that has it opens to no more."""
        for name, (field, value) in NARROWED.items():
            self.assertIn(value, self.env[name]._fields[field].get_values(self.env))
            self.assertTrue(self.env[name]._fields[field].required)

    def test_rules_reach_installed_sites(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "client_support"), ("model", "=", "ir.rule")]
        )
        self.assertTrue(data)
        self.assertFalse(any(data.mapped("noupdate")))

    def test_no_arrow_into_the_file(self):
        inside = self.files() | INSIDE
        for name, model in self.registry.items():
            if name in inside or model._transient or model._abstract:
                continue
            for field in model._fields.values():
                with self.subTest(field=str(field)):
                    self.assertNotIn(field.comodel_name, inside)
                    related = field.related or ""
                    self.assertFalse(related.startswith("client_"), related)

    def test_fields_for_the_rules_are_for_nobody_else(self):
        for name in self.files():
            for field in self.registry[name]._fields.values():
                if field.comodel_name in INSIDE:
                    with self.subTest(field=str(field)):
                        self.assertEqual(field.groups, NO_ACCESS)

    def test_forms_that_point_at_a_file_are_for_their_maker(self):
        """Transient models are open to all who have a right, unless a rule says no."""
        for name, model in self.registry.items():
            fields = model._fields.values()
            if model._transient and any(f.comodel_name in self.files() for f in fields):
                rules = self.env["ir.rule"].search([("model_id.model", "=", name)])
                with self.subTest(model=name):
                    self.assertTrue(rules["global"])
                    self.assertIn("'create_uid', '=', user.id", rules.domain_force)

    def test_forms_compute_as_the_user(self):
        """Else a form of one's own, saved with the number of a foreign file, tells what
        follows from that."""
        elevated = [
            (str(field), link)
            for model in map(self.env.get, self.registry)
            if model._transient
            for field in model._fields.values()
            if field.compute and field.compute_sudo
            for link in self.registry.field_depends.get(field, ())
            if model._fields[link.partition(".")[0]].comodel_name in self.files()
        ]
        self.assertEqual(elevated, [])

    def test_rows_are_not_nested_in_values(self):
        for name in INSIDE:
            self.assertFalse(self.registry[name]._allow_sudo_commands, name)

    def test_no_chatter_no_token(self):
        for name in self.files() | INSIDE:
            model = self.registry[name]
            for mixin in ("mail.thread", "portal.mixin"):
                with self.subTest(model=name, mixin=mixin):
                    self.assertFalse(issubclass(model, self.registry[mixin]))
            self.assertNotIn("access_token", model._fields)

    def test_opaque_labels(self):
        for name in self.files():
            with self.subTest(model=name):
                model = self.env[name]
                self.assertIn(model._rec_name, ("number", None, "display_name"))

    def test_what_says_who_somebody_is_is_content(self):
        for name in self.files():
            model = self.registry[name]
            for field in model._fields.values():
                if not field.store or field.name in model._technical_fields:
                    continue
                with self.subTest(field=str(field)):
                    if field.type in ("char", "text", "html", "binary", "json"):
                        self.assertIn(field.name, model._content_names)
                    if field.name in model._content_names:
                        self.assertFalse(field.prefetch)
                    elif field.column_type:
                        # Not fetched along with what the program needs.
                        self.assertNotEqual(field.prefetch, True)
                        self.assertIn(field.name, model._witnessed_names)
        self.assertLessEqual(
            {"name", "nickname", "birth_date", "target_group_ids"},
            self.registry["client.resident"]._content_names,
        )
        self.assertIn("description", self.registry["client.question"]._content_names)

    def test_the_log_points_at_nothing(self):
        """No relation, so no label is looked up and nothing of a file stays."""
        for field in self.registry["client.access.log"]._fields.values():
            with self.subTest(field=str(field)):
                self.assertFalse(field.relational)
                self.assertNotIn(field.type, ("text", "html", "json", "binary"))

    def test_no_sequence_counts_files(self):
        self.assertFalse(
            self.env["ir.sequence"].search([("code", "=like", "client.%")])
        )

    def test_anonymous_contacts_know_nobody(self):
        model = self.env["client.contact.anonymous"]
        self.assertEqual(
            {name for name, field in model._fields.items() if field.store},
            {
                "id",
                "team_id",
                "date",
                "channel_id",
                "kind_id",
                "place_id",
                "in_group",
                "minutes",
                "life_domain_ids",
            },
        )
        for field in model._fields.values():
            self.assertNotIn(field.type, ("text", "html", "datetime", "binary"))
            self.assertNotIn(field.comodel_name, {"res.users", "res.partner"})
