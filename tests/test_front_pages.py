"""Client support, questions, forms and leaflets: can everybody use them?"""

from test_portal_pages import PageCase

from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestFrontPages(PageCase):
    """What these pages do; whether all can use them: see test_public_pages."""

    def setUp(self):
        super().setUp()
        housing = self.env.ref("social_map.life_domain_housing")
        partner = self.env["res.partner"].create(
            {
                "name": "Naast Verzonnen",
                "is_company": True,
                "is_support_organization": True,
                "public_description": "Wij staan naast inwoners.",
                "phone": "078 - 000 00 00",
            }
        )
        # The phone speaks English; the visitor chose Dutch.
        self.phone.take({"frontend_lang": "nl_NL"}, self.base_url())
        self.service = self.env["social.service"].create(
            {
                "name": "Hulp bij brieven",
                "partner_id": partner.id,
                "summary": "Wij lezen brieven met u.",
                "life_domain_ids": housing.ids,
                "is_nationwide": True,
                "performs_client_support": True,
                "independence": "independent",
                "state": "published",
            }
        )

    def test_what_a_form_asks_for_an_appointment_only(self):
        """Hidden by style sheet alone, so that it works without JavaScript."""
        with self.allow_requests(all_requests=True):
            self.enter(None)
            for wish, shown in (("ask", False), ("appointment", True)):
                self.phone.see(f"{self.base_url()}{self.service._question_path(wish)}")
                box = "document.querySelector('.o_map_appointment').checkVisibility()"
                self.assertEqual(self.phone.run(box), shown)

    def test_reading_aloud_with_a_voice_of_the_device_only(self):
        """The button is there for a local Dutch voice, and says what it does."""
        with self.allow_requests(all_requests=True):
            self.enter(None)
            for is_local in (False, True):
                self.speak(is_local)
                self.phone.see(f"{self.base_url()}/clientondersteuning/eenvoudig")
                self.phone.wait(".o_map_read")
                shown = self.eventually(
                    "document.querySelector('.o_map_read').checkVisibility()", is_local
                )
                self.assertEqual(shown, is_local)
            self.phone.run("document.querySelector('.o_map_read').click()")
            self.assertTrue(self.eventually("window.spoken.length > 5", True))
            pressed = "document.querySelector('.o_map_read').ariaPressed"
            self.assertEqual(self.eventually(pressed, "true"), "true")

    def test_it_reads_each_text_in_its_own_language(self):
        """An English page with texts in Dutch; the device has Flemish before Dutch."""
        with self.allow_requests(all_requests=True):
            self.enter(None)
            self.speak(True)
            self.phone.see(f"{self.base_url()}/en{self.service._page_path()}")
            self.phone.wait(".o_map_read")
            button = "document.querySelector('.o_map_read')"
            self.assertTrue(self.eventually(f"{button}.checkVisibility()", True))
            self.phone.run(f"{button}.click()")
            self.assertTrue(self.eventually("window.spoken.length > 2", True))
            said = {
                one["text"].strip(): (one["lang"], one["voice"])
                for one in self.phone.run("window.said")
            }
        self.assertEqual(said[self.service.summary], ("nl", "nl-BE"))
        self.assertEqual(said["For whom"], ("en-US", "en-GB"))

    def speak(self, is_local):
        """Give the phone a Dutch voice, of its own or of somebody else."""
        self.phone.send("Page.enable")
        self.phone.send(
            "Page.addScriptToEvaluateOnNewDocument",
            source=f"""
                window.spoken = [];
                speechSynthesis.getVoices = () => [
                    {{lang: "nl-BE", localService: {str(is_local).lower()}}},
                    {{lang: "nl-NL", localService: {str(is_local).lower()}}},
                    {{lang: "en-GB", localService: true}},
                ];
                window.said = [];
                speechSynthesis.speak = (one) => {{
                    const {{ text, lang, voice }} = one;
                    window.spoken.push(text);
                    window.said.push({{ text, lang, voice: voice.lang }});
                }};
                window.SpeechSynthesisUtterance = class extends EventTarget {{
                    constructor(text) {{ super(); this.text = text; }}
                }};
            """,
        )

    def eventually(self, script, expected):
        for _ in range(50):
            found = self.phone.run(script)
            if found == expected:
                break
            self.phone.ask("new Promise((done) => setTimeout(done, 100))")
        return found
