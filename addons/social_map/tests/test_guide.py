from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from odoo.fields import Command
from odoo.tests import tagged

from ..controllers.guide import GUIDE, NAMES, PLAIN_DOMAINS, PLAIN_GROUPS
from .test_directory_pages import DirectoryCase


def query(address):
    return parse_qs(urlsplit(address).query)


@tagged("post_install", "-at_install")
class TestGuide(DirectoryCase):
    """Four questions as a person without JavaScript answers them: forms and links."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["social.postcode"].search([("code", "=", "3311")]).unlink()
        cls.env["social.postcode"].create(
            {"code": "3311", "latitude": 51.81, "longitude": 4.66}
        )
        cls.carers = cls.env["target.group"].search([("code", "=", "carer")])
        cls.area = cls.env["social.area"].create(
            {"name": "Proefdorp", "level": "municipality"}
        )
        (cls.other | cls.paused).write(
            {
                "formality": "informal",
                "minimum_age": 65,
                "target_group_ids": [Command.set(cls.carers.ids)],
                "is_nationwide": False,
                "area_ids": [Command.set(cls.area.ids)],
                "cost": "free",
            }
        )

    def send(self, page, button, **answers):
        """Press a button of the form: the address that a browser goes to.

        :param answers: {name: values}; what is not named stays as the page has it
        """
        (form,) = page.xpath("//main//form[contains(@class, 'o_map_form')]")
        pairs = []
        for field in form.xpath(".//input | .//select"):
            name = field.get("name")
            if field.get("type") == "hidden":
                pairs.append((name, field.get("value")))
            elif name in answers:
                continue
            elif field.tag == "select":
                chosen = field.xpath("option[@selected]/@value")
                pairs.append((name, chosen[0] if chosen else ""))
            elif field.get("type") not in ("radio", "checkbox") or field.get("checked"):
                pairs.append((name, field.get("value") or ""))
        pairs += [(name, one) for name, those in answers.items() for one in those]
        (pressed,) = [
            one
            for one in form.xpath(".//button")
            if one.text_content().strip() == button
        ]
        if pressed.get("name"):
            pairs.append((pressed.get("name"), pressed.get("value")))
        return f"{pressed.get('formaction') or form.get('action')}?{urlencode(pairs)}"

    def answered(self):
        """The addresses of the questions after each other, and of the results."""
        yield (at := GUIDE)
        for answers in (
            {"domain": [self.domain.id]},
            {"age": ["75+"], "group": self.carers.ids},
            {"postcode": ["3311 AB"], "area": [self.area.id]},
        ):
            yield (at := self.send(self.page(at), "Next", **answers))
        last = {"form": ["informal"], "cost": ["free"], "sort": ["near"]}
        yield self.send(self.page(at), "Show the help", **last)

    def test_from_question_to_help(self):
        *questions, results = self.answered()
        for number, at in enumerate(questions, 1):
            self.assertIn(f"Question {number} of 4", self.words(at))
        self.assertEqual(urlsplit(results).path, "/sociale-kaart")
        self.assertEqual(self.listed(results), [self.other.name, self.paused.name])
        page = self.page(results)
        chosen = page.xpath("//ul[contains(@class, 'o_map_chosen')]/li//text()")
        told = " ".join(" ".join(chosen).split())
        for answer in ("Proeven", "75 years and older", self.carers.name, "Proefdorp",
                       "Informal", "Free", "Postal code 3311 AB"):  # fmt: skip
            self.assertIn(answer, told)
        current = page.xpath("//nav//a[@aria-current='true']/text()")
        self.assertIn("Nearest first", current)
        # The way back to the questions has every answer.
        (again,) = [one for one in self.addresses(results) if one.startswith(GUIDE)]
        last = self.page(f"{again}&vraag=4")
        self.assertTrue(
            last.xpath("//input[@name='form'][@value='informal'][@checked]")
        )
        self.assertTrue(last.xpath("//input[@name='sort'][@checked]"))
        self.assertTrue(
            last.xpath("//input[@type='hidden'][@name='age'][@value='75+']")
        )

    def test_back_keeps_answers(self):
        *_first, third, fourth, _results = self.answered()
        back = self.send(self.page(fourth), "Back", form=["formal"], cost=[])
        self.assertEqual(query(back)["form"], ["formal"])
        page = self.page(back)
        self.assertEqual(page.get_element_by_id("guide_postcode").value, "3311 AB")
        self.assertEqual(
            page.xpath("//select/option[@selected]/@value"), [str(self.area.id)]
        )
        second = self.page(self.send(page, "Back"))
        self.assertTrue(second.xpath("//input[@name='age'][@value='75+'][@checked]"))
        first = self.page(self.send(second, "Back"))
        self.assertTrue(
            first.xpath(f"//input[@name='domain'][@value='{self.domain.id}'][@checked]")
        )

    def test_i_do_not_know_is_everywhere(self):
        at = GUIDE
        for number in range(1, 5):
            page = self.page(at)
            (skip,) = [
                link.get("href")
                for link in page.iterfind(".//main//form//a")
                if link.text_content().strip() == "I do not know"
            ]
            asked = {name for pair in NAMES[:number] for name in pair}
            self.assertFalse(query(skip).keys() & asked)
            for radios in (page.xpath("//input[@type='radio']"),):
                empty = [one for one in radios if not one.get("value")]
                self.assertEqual(
                    {one.get("name") for one in radios},
                    {one.get("name") for one in empty},
                )
                self.assertTrue(all(one.get("checked") for one in empty))
            at = skip
        self.assertEqual(urlsplit(at).path, "/sociale-kaart")
        self.assertIn(self.service.name, self.listed(at))

    def test_skipping_takes_an_answer_back(self):
        *_before, fourth, _results = self.answered()
        page = self.page(fourth.replace("vraag=4", "vraag=2"))
        (skip,) = [
            link.get("href")
            for link in page.iterfind(".//main//form//a")
            if link.text_content().strip() == "I do not know"
        ]
        self.assertNotIn("age", query(skip))
        self.assertIn("postcode", query(skip))

    def test_what_was_chosen_elsewhere_stays(self):
        paid = f"{GUIDE}?q=proef&cost=paid&language=1&s={self.other.id}&vraag=4"
        pairs = parse_qsl(urlsplit(self.send(self.page(paid), "Back")).query)
        for pair in (("q", "proef"), ("cost", "paid"), ("language", "1"),
                     ("s", str(self.other.id))):  # fmt: skip
            self.assertIn(pair, pairs)

    def test_nothing_is_offered_that_gives_nothing(self):
        page = self.page(f"{GUIDE}?vraag=2&form=informal&domain={self.domain.id}")
        ages = page.xpath("//input[@name='age']/@value")
        self.assertEqual(ages, ["65-74", "75+", ""])

    def test_nothing_to_begin_with_leads_to_people(self):
        empty = self.env["life.domain"].create({"name": "Leeg", "code": "leeg"})
        for at in ("/sociale-kaart", "/", "/sociale-kaart/embed"):
            with self.subTest(at):
                tiles = self.page(at).xpath("//ul[contains(@class, 'o_map_tiles')]")
                words = tiles[0].text_content()
                self.assertIn(self.domain.name, words)
                self.assertNotIn(empty.name, words)
        self.env["social.service"].search([]).action_end()
        # The homepage is kept for a while by Odoo.
        for at in ("/sociale-kaart", "/sociale-kaart/embed", GUIDE):
            with self.subTest(at):
                page = self.page(at)
                self.assertFalse(page.xpath("//ul[contains(@class, 'o_map_tiles')]"))
                self.assertFalse(page.xpath("//main//fieldset"))
                self.assertIn("no help to find here yet", page.text_content())
                self.assertTrue(page.xpath("//main//a[@href='/vraag']"))

    def test_nothing_is_kept(self):
        answer = self.get(f"{GUIDE}?age=75%2B&vraag=3")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(answer.headers["X-Robots-Tag"], "noindex")
        self.assertNotIn("X-Robots-Tag", self.get(GUIDE).headers)

    def test_nonsense_in_the_address(self):
        for asked in ("vraag=0", "vraag=99", "vraag=x", "vraag=%00&age=%00&q=%FF",
                      "age=<b>&domain=-1&area=x&sort=x&vraag=3"):  # fmt: skip
            with self.subTest(asked=asked):
                self.assertIn("Question", self.words(f"{GUIDE}?{asked}"))

    def test_plain_words_for_what_is_there(self):
        """Lists are the organisation's own; those that we brought have plain words."""
        self.assertFalse(
            PLAIN_GROUPS.keys()
            - set(self.env["target.group"].search([]).mapped("code"))
        )
        ours = self.env["ir.model.data"].search(
            [("module", "=", "social_map"), ("model", "=", "life.domain")]
        )
        codes = self.env["life.domain"].browse(ours.mapped("res_id")).mapped("code")
        self.assertEqual(set(codes), PLAIN_DOMAINS.keys())
        self.assertIn("Proeven", self.words(GUIDE))
