from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_appointment import AppointmentCase


@tagged("post_install", "-at_install")
class TestTime(AppointmentCase):
    """Minutes of a supporter: by themselves, once, and for nobody else to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supporter.function = "Cliëntondersteuner"
        cls.month = fields.Date.context_today(cls.env.user).replace(day=1)

    def rows(self, user=None):
        return self.as_user(user or self.users["supporter"], "client.time").search([])

    def write_down(self, minutes=30, user=None, **values):
        return self.as_user(user or self.users["supporter"], "client.time").create(
            {"minutes": minutes, **values}
        )

    def test_what_follows_from_the_rest_is_not_typed(self):
        """Figures group by it: on a new row and on an old one."""
        typed = {
            "function": "Directeur",
            "is_client_bound": False,
            "source": "C-2222222",
            "company_id": self.neighbour.id,
        }
        case_work = self.env["client.time.activity"].search(
            [("is_client_bound", "=", True)], limit=1
        )
        row = self.write_down(activity_id=case_work.id, **typed)
        row.write(typed)
        self.assertEqual(row.function, "Cliëntondersteuner")
        self.assertTrue(row.is_client_bound)
        self.assertFalse(row.source)
        self.assertEqual(row.company_id, self.organisation)
        with self.subTest("with a default"):
            hostile = self.as_role("supporter", "client.time").with_context(
                **{f"default_{name}": value for name, value in typed.items()}
            )
            row = hostile.create({"minutes": 5, "activity_id": case_work.id})
            self.assertEqual(row.function, "Cliëntondersteuner")
            self.assertFalse(row.source)
            self.assertEqual(row.company_id, self.organisation)

    def test_a_contact_is_counted_once(self):
        contact = self.make_contact(self.resident, minutes=15)
        row = self.rows()
        self.assertEqual(row.minutes, 15)
        self.assertEqual(row.source, contact.number)
        self.assertEqual(row.activity_id.code, "ia")
        self.assertEqual(row.function, "Cliëntondersteuner")
        self.assertFalse(row.case_number)
        contact.minutes = 25
        self.assertEqual(self.rows(), row)
        self.assertEqual(row.minutes, 25)

    def test_an_appointment_counts_when_it_is_done(self):
        appointment = self.plan()
        self.assertFalse(self.rows())
        appointment.minutes = 45
        appointment.action_done()
        row = self.rows()
        self.assertEqual((row.minutes, row.activity_id.code), (45, "case"))
        self.assertEqual(row.case_number, self.case_.number)
        self.assertTrue(row.is_client_bound)
        appointment._book_minutes()
        self.assertEqual(self.rows(), row)
        self.env.invalidate_all()
        self.assertEqual(self.case_.time_ids, row)
        appointment = self.plan()
        appointment.action_no_show()
        self.assertEqual(self.rows(), row)

    def test_a_colleague_who_corrects_it_worked_no_hours(self):
        contact = self.make_contact(self.resident, minutes=15)
        self.env["client.supporter"].create(
            {
                "name": "Bram Voorbeeld",
                "user_id": self.colleague.id,
                "company_id": self.organisation.id,
            }
        )
        self.env["client.access"]._grant(
            self.colleague, self.resident.sudo(), "cover", "test"
        )
        self.as_user(self.colleague, "client.contact").browse(contact.id).minutes = 20
        self.assertFalse(self.rows(self.colleague))
        self.assertEqual(self.rows().minutes, 20)

    def test_what_did_not_take_place_counts_no_longer(self):
        appointment = self.plan()
        appointment.minutes = 45
        appointment.action_done()
        self.assertEqual(self.rows().minutes, 45)
        appointment.action_plan_again()
        self.assertFalse(self.rows())
        appointment.action_no_show()
        self.assertFalse(self.rows())

    def test_an_anonymous_contact_leaves_none(self):
        self.as_role("supporter", "client.contact.anonymous").create(
            {"channel_id": self.channel.id, "team_id": self.team.id, "minutes": 15}
        )
        self.assertFalse(self.rows())

    def test_without_a_profile_no_hours(self):
        resident = self.make_resident(user=self.colleague)
        contact = self.make_contact(resident, minutes=15)
        rows = self.env["client.time"].search([("source", "=", contact.number)])
        self.assertFalse(rows)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_only_the_supporter_reads_a_row(self):
        row = self.write_down(case_number=self.case_.number)
        for user in [*self.users.values(), self.colleague, self.stranger]:
            if user != self.users["supporter"]:
                with self.subTest(user.login):
                    theirs = self.as_user(user, "client.time").browse(row.id)
                    for operation in ("read", "write", "unlink"):
                        self.assertFalse(theirs.has_access(operation))
        with self.assertRaises(AccessError):
            self.write_down(user=self.colleague, supporter_id=self.supporter.id)
        other = self.make_supporter(self.colleague, "Bram")
        with self.assertRaises(AccessError):
            row.supporter_id = other

    def test_no_name_in_place_of_a_number(self):
        for text in ("Sjaan", "Z-2222222", self.resident.number):
            with self.subTest(text), self.assertRaises(ValidationError):
                self.write_down(case_number=text)
        self.make_supporter(self.colleague, "Bram")
        with self.assertRaises(ValidationError):
            self.write_down(user=self.colleague, case_number=self.case_.number)

    def test_a_coordinator_reads_hours_without_cases(self):
        self.write_down(30, case_number=self.case_.number)
        self.write_down(60)
        figure = self.as_role("coordinator", "client.time.figure").search([])
        self.assertEqual(figure.hours, 1.5)
        self.assertEqual(figure.function, "Cliëntondersteuner")
        for name in ("case_number", "source", "date"):
            self.assertNotIn(name, figure._fields)
        with self.assertRaises(AccessError):
            self.as_role("supporter", "client.time.figure").search([])

    def test_a_coordinator_writes_for_who_has_no_account(self):
        without = self.env["client.supporter"].create(
            {"name": "Tineke", "company_id": self.organisation.id}
        )
        coordinator = self.users["coordinator"]
        row = self.write_down(30, coordinator, supporter_id=without.id)
        self.assertEqual(row.company_id, self.organisation)
        self.assertEqual(self.rows(coordinator), row)
        with self.assertRaises(AccessError):
            self.write_down(30, coordinator, supporter_id=self.supporter.id)

    # Months --------------------------------------------------------------------------

    def months(self):
        model = self.as_role("coordinator", "client.time.month")
        model.action_prepare()
        return model.search([("month", "=", self.month)])

    def test_hours_of_a_month(self):
        self.supporter.hours_per_week = 24
        self.write_down(90)
        month = self.months().filtered(lambda one: one.supporter_id == self.supporter)
        self.assertEqual(month.contract_hours, 104)
        self.assertEqual(month.worked_hours, 1.5)
        self.assertEqual(self.months().browse(month.id), month, "made once")
        with self.assertRaises(ValidationError):
            month.entered_hours = 5
        theirs = self.as_role("supporter", "client.time.month").search([])
        self.assertEqual(theirs.supporter_id, self.supporter)
        with self.assertRaises(AccessError):
            theirs.action_close()

    def test_a_closed_month_does_not_change(self):
        row = self.write_down(90)
        contact = self.make_contact(self.resident, minutes=15)
        months = self.months()
        months.action_close()
        for change in (
            lambda: row.write({"minutes": 5}),
            lambda: row.write({"date": self.month - timedelta(days=40)}),
            lambda: row.unlink(),
            lambda: self.write_down(10),
            lambda: self.write_down(10, date=self.month),
        ):
            with self.assertRaises(UserError):
                change()
        with self.assertRaises(ValidationError):
            months.contract_hours = 1
        contact.minutes = 30  # the contact is corrected, the hours stay
        self.assertEqual(sum(self.rows().mapped("minutes")), 105)
        months.action_open()
        row.minutes = 5
        self.assertEqual(row.minutes, 5)

    def test_a_destroyed_case_leaves_no_number(self):
        row = self.write_down(case_number=self.case_.number)
        self.env["client.time"]._forget([self.case_.number])
        self.assertFalse(row.case_number)
        self.assertEqual(row.minutes, 30)

    def test_no_field_leads_to_a_file(self):
        files = (
            self.env["ir.model"]
            .search([])
            .filtered(
                lambda model: (
                    model.model in self.env
                    and isinstance(
                        self.env[model.model], self.registry["client.file.mixin"]
                    )
                )
            )
        )
        names = set(files.mapped("model"))
        for field in self.env["client.time"]._fields.values():
            self.assertNotIn(field.comodel_name, names)
