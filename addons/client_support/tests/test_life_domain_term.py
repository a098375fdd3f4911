import psycopg2

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestLifeDomainTerm(TransactionCase):
    def test_rows_that_are_kinds_of_contact(self):
        for label, code in (
            ("zomaar een praatje", "chat"),
            ("Eropaf contact", "outreach_met"),
            ("eropaf niet thuis", "outreach_not_home"),
            ("spreekuur zichtbare schakel", "consultation_hour"),
        ):
            with self.subTest(label=label):
                term = self.env["life.domain.term"].find(label)
                self.assertEqual(term.contact_kind_id.code, code)
                self.assertFalse(term.life_domain_id)

    def test_what_somebody_chose_stays(self):
        xml_id = "social_map.life_domain_term_evaluatie_2016_tabel_3_eropaf_contact"
        term = self.env.ref(xml_id)
        chosen = self.env.ref("client_support.contact_kind_hearing")
        term.contact_kind_id = chosen
        self.env["life.domain.term"]._set_contact_kinds(
            {xml_id: "client_support.contact_kind_chat", "social_map.gone": "x.y"}
        )
        self.assertEqual(term.contact_kind_id, chosen)

    @mute_logger("odoo.sql_db")
    def test_a_life_domain_is_no_kind_of_contact(self):
        term = self.env["life.domain.term"].find("zingeving")
        with self.assertRaises(psycopg2.IntegrityError), self.cr.savepoint():
            term.contact_kind_id = self.env.ref("client_support.contact_kind_chat")
            term.flush_recordset()
