import json
from datetime import datetime, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import hsds
from ..controllers import open_data
from .open_data_case import HIDDEN, make_directory

BASE = open_data.BASE


@tagged("post_install", "-at_install")
class TestOpenData(HttpCase):
    """The read API as its readers meet it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Services of a demonstration would be in every list.
        cls.env["social.service"].search([]).active = False
        cls.made = make_directory(cls.env)
        cls.env["ir.config_parameter"].set_param("social_map.open_data_per_minute", "0")

    def get(self, path, status=200, **headers):
        answer = self.url_open(BASE + path, headers=headers)
        self.assertEqual(answer.status_code, status, answer.text)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertNotIn("Set-Cookie", answer.headers)
        return answer

    def names(self, path):
        return [one["name"] for one in self.get(path).json()["contents"]]

    def uuids(self, path):
        return {one["id"] for one in self.get(path).json()["contents"]}

    # What there is

    def test_the_root_names_the_version_and_two_pages_that_are_there(self):
        root = self.get("/").json()
        self.assertEqual(root["version"], "3.1")
        self.assertEqual(self.get("").json(), root)
        self.assertTrue(root["openapi_url"].endswith(f"{BASE}/openapi.json"))
        self.assertTrue(root["profile"].endswith("/sociale-kaart/open-data"))
        description = self.get("/openapi.json").json()
        self.assertEqual(description["openapi"], "3.1.0")
        self.assertTrue(description["servers"][0]["url"].endswith(BASE))
        page = self.url_open("/sociale-kaart/open-data")
        self.assertEqual(page.status_code, 200)
        self.assertIn(f"{BASE}/services", page.text)

    def test_a_page_of_services(self):
        page = self.get("/services?per_page=2").json()
        contents = page.pop("contents")
        self.assertEqual(
            page,
            {
                "total_items": 3,
                "total_pages": 2,
                "page_number": 1,
                "size": 2,
                "first_page": True,
                "last_page": False,
                "empty": False,
            },
        )
        self.assertEqual(
            [one["name"] for one in contents],
            ["Alleen het nodige", "Samen naar het gesprek"],
        )
        self.assertEqual(contents[0]["organization"]["name"], "Stichting Naast U")
        self.assertNotIn("phones", contents[0])
        last = self.get("/services?per_page=2&page=2").json()
        self.assertEqual([one["name"] for one in last["contents"]], ["Zomercafé"])
        self.assertEqual(last["contents"][0]["status"], "temporarily closed")
        self.assertTrue(last["last_page"])
        self.assertTrue(self.get("/services?page=9").json()["empty"])

    def test_a_service_in_full(self):
        service = self.get(f"/services/{self.made['rich'].uuid}").json()
        places = service["service_at_locations"]
        self.assertEqual(
            [one["location"]["name"] for one in places],
            ["Wijkhuis", "Verre huis", "Videogesprek"],
        )
        self.assertEqual(
            places[0]["location"]["addresses"][0]["postal_code"], "3311 AB"
        )
        self.assertEqual([one["code"] for one in service["languages"]], ["nl", "ar"])
        self.assertEqual(service["capacities"][0]["available"], 2)
        self.assertEqual(
            {one.get("extent") for one in service["service_areas"]},
            {"GM9991", None, "NL"},
        )
        self.assertEqual(
            {
                one["taxonomy_term"]["code"]
                for one in service["attributes"]
                if "taxonomy_term" in one
            },
            {"housing", "contacts", "test_fishers", "social_brokers", "informal"}
            | {"general", "wmo", "independent", "contribution", "none"}
            | {"reach_phone", "reach_visit", "performs_client_support"}
            | {"moment_reflection"},
        )
        # The same in a list.
        [in_list] = [
            one
            for one in self.get("/services?full=true").json()["contents"]
            if one["id"] == service["id"]
        ]
        self.assertEqual(in_list, service)

    def test_minimal(self):
        page = self.get("/services?minimal=true").json()
        self.assertEqual(
            page["contents"][0].keys(), {"id", "name", "status", "last_modified"}
        )

    def test_an_organisation_and_a_service_at_a_location(self):
        card = self.made["organization"]
        self.assertIn("Stichting Naast U", self.names("/organizations"))
        one = self.get(f"/organizations/{card.uuid}").json()
        self.assertEqual(one["organization_identifiers"][0]["identifier"], "12345678")
        self.assertEqual(one["website"], "https://naastu.example/caf%C3%A9")
        place = self.made["rich"].service_location_ids[0]
        one = self.get(f"/service_at_locations/{place.uuid}").json()
        self.assertEqual(one["service_id"], self.made["rich"].uuid)
        self.assertEqual(one["schedules"][0]["byday"], "TU")
        [listed] = [
            one
            for one in self.get("/service_at_locations").json()["contents"]
            if one["id"] == place.uuid
        ]
        self.assertEqual(listed["service"]["name"], "Samen naar het gesprek")

    def test_taxonomies_and_terms(self):
        taxonomies = self.get("/taxonomies").json()["contents"]
        self.assertIn(
            hsds.taxonomy_id("life-domain"), {one["id"] for one in taxonomies}
        )
        for one in taxonomies:
            self.assertEqual(self.get(f"/taxonomies/{one['id']}").json(), one)
            # Each is used.
            terms = self.get(f"/taxonomy_terms?taxonomy_id={one['id']}").json()
            self.assertFalse(terms["empty"], one)
        term = hsds.term_id("life-domain", "housing")
        self.assertEqual(self.get(f"/taxonomy_terms/{term}").json()["code"], "housing")
        self.assertIn(term, self.uuids("/taxonomy_terms?per_page=500&top_only=true"))
        self.assertEqual(self.uuids(f"/taxonomy_terms?parent_id={term}"), set())

    # What is asked

    def test_filters_combine(self):
        rich, term = self.made["rich"], self.made["group"].uuid
        one = {rich.uuid}
        taxonomy = hsds.taxonomy_id("target-group")
        free = hsds.term_id("cost", "contribution")
        lift = hsds.term_id("wheelchair", "partly")
        kind = hsds.term_id("organization-type", "client_support")
        self.assertEqual(self.uuids(f"/services?taxonomy_term_id={term}"), one)
        self.assertEqual(self.uuids(f"/services?taxonomy_id={taxonomy}"), one)
        self.assertEqual(self.uuids(f"/services?taxonomy_term_id={free}"), one)
        self.assertEqual(self.uuids(f"/services?taxonomy_term_id={lift}"), one)
        self.assertEqual(len(self.uuids(f"/services?taxonomy_term_id={kind}")), 3)
        card = self.made["organization"].uuid
        self.assertEqual(len(self.uuids(f"/services?organization_id={card}")), 3)
        self.assertEqual(
            self.uuids(f"/services?organization_id={card}&taxonomy_term_id={term}"), one
        )
        other = self.made["plain"].uuid
        for path in (
            f"/services?taxonomy_term_id={other}",
            f"/services?organization_id={other}",
            f"/services?taxonomy_term_id={term}&taxonomy_id={other}",
            f"/services?taxonomy_term_id={term}&search=Zomercaf%C3%A9",
        ):
            self.assertEqual(self.uuids(path), set(), path)
        self.assertEqual(self.uuids(f"/organizations?taxonomy_term_id={term}"), {card})
        self.assertEqual(
            len(self.uuids(f"/service_at_locations?taxonomy_term_id={term}")), 3
        )

    def test_an_organisation_that_was_merged_is_asked_by_its_old_id(self):
        gone = self.made["organization"]
        paths = [
            f"/{resource}?organization_id={gone.uuid}"
            for resource in ("services", "service_at_locations")
        ]
        before = [self.uuids(path) for path in paths]
        self.assertTrue(all(before))
        kept = gone.partner_id.copy({"name": "Samen Naast U"})
        kept.public_description = "Staat samen naast inwoners."
        self.env["social.merge"].create(
            {"kept_partner_id": kept.id, "other_partner_id": gone.partner_id.id}
        ).action_merge()
        self.assertEqual([self.uuids(path) for path in paths], before)

    def test_search(self):
        self.assertEqual(self.names("/services?search=zomercafe"), ["Zomercafé"])
        self.assertEqual(self.names("/services?search=geheime+opvang"), [])
        self.assertEqual(
            self.names("/organizations?search=naast"), ["Stichting Naast U"]
        )
        self.assertEqual(self.names("/taxonomy_terms?search=fishers"), [])
        self.assertEqual(self.names("/taxonomy_terms?search=vissers"), ["Vissers"])

    def test_age(self):
        def ages(age):
            return {
                name
                for name, made in self.made.items()
                if made._name == "social.service"
                and made.uuid in self.uuids(f"/services?age={age}")
            }

        self.assertEqual(ages(18), {"rich", "plain", "paused"})
        self.assertEqual(ages(17), {"plain", "paused"})
        self.made["plain"].maximum_age = 17
        self.assertEqual(ages(18), {"rich", "paused"})
        self.assertEqual(ages(0), {"plain", "paused"})
        changed = "/services?modified_after=2000-01-01&age=18"
        self.assertEqual(
            self.uuids(changed), {self.made["rich"].uuid, self.made["paused"].uuid}
        )

    def test_order(self):
        by_name = self.names("/services")
        self.assertEqual(self.names("/services?sort=name"), by_name)
        days = {"plain": "2026-01-02", "rich": "2026-01-01", "paused": False}
        for name, day in days.items():
            self.made[name].last_assured = day
        self.assertEqual(
            self.names("/services?sort=assured_date"),
            [self.made[name].name for name in days],
        )
        words = "search=" + self.made["rich"].name.split()[0]
        found = self.names(f"/services?{words}")
        self.assertEqual(
            self.names(f"/services?{words}&sort=name"),
            [name for name in by_name if name in found],
        )

    def test_near_a_postcode(self):
        self.env["social.postcode"].search([("code", "=", "3311")]).unlink()
        self.env["social.postcode"].create(
            {"code": "3311", "latitude": 51.8101, "longitude": 4.6601}
        )

        def near(question):
            page = self.get(f"/service_at_locations?{question}").json()
            return [one["location"]["name"] for one in page["contents"]]

        self.assertEqual(near("postcode=3311"), ["Wijkhuis"])
        self.assertEqual(near("postcode=3311%20AB&proximity=100"), ["Wijkhuis"])
        self.assertEqual(near("postcode=3311&proximity=10"), [])
        self.assertEqual(
            near("postcode=3311&proximity=400000"), ["Wijkhuis", "Verre huis"]
        )
        self.assertEqual(near("postcode=1000"), [])

    def test_languages(self):
        def word(language):
            path = f"/taxonomy_terms/{hsds.term_id('life-domain', 'housing')}"
            answer = self.get(path, **{"Accept-Language": language})
            self.assertIn("Accept-Language", answer.headers["Vary"])
            return answer.headers["Content-Language"], answer.json()["name"]

        self.env["res.lang"]._activate_lang("nl_NL")
        self.env.ref("social_map.life_domain_housing").with_context(
            lang="nl_NL"
        ).name = "Wonen"
        self.assertEqual(word("en-GB,en;q=0.8"), ("en", "Housing"))
        self.assertEqual(word("nl"), ("nl", "Wonen"))
        self.assertEqual(word("fr"), ("nl", "Wonen"))
        self.assertEqual(word(""), ("nl", "Wonen"))

    def test_lines(self):
        answer = self.get("/services?format=ndjson&full=true")
        self.assertTrue(
            answer.headers["Content-Type"].startswith("application/x-ndjson")
        )
        lines = [json.loads(line) for line in answer.text.splitlines()]
        self.assertEqual(lines, self.get("/services?full=true").json()["contents"])
        self.assertEqual(self.get("/services?format=ndjson&search=xyzzyq").text, "")

    # What it must not say

    def test_what_is_not_public_is_nowhere(self):
        somebody = new_test_user(
            self.env, "open_data_editor", "social_map.group_directory_editor"
        )
        hidden = (
            [self.made[name].uuid for name in ("draft", "never", "ended", "secret")]
            + self.made["rich"]
            .service_location_ids.filtered(
                lambda one: one.location_id == self.made["secret"]
            )
            .mapped("uuid")
            + [self.made["of_ended_partner"].organization_id.uuid]
        )
        hidden += self.made["ended"].service_location_ids.mapped("uuid")
        for login in (None, somebody.login):
            # An account makes no difference, also one that may see it.
            self.authenticate(login, login)
            texts = [
                self.get(f"/{path}").text
                for path in (
                    "services",
                    "services?full=true",
                    "services?format=ndjson&full=true",
                    "services?minimal=true",
                    "services?search=niet+meer",
                    "organizations?full=true",
                    "service_at_locations?full=true",
                    "service_at_locations?format=ndjson",
                    "service_at_locations?postcode=3311&proximity=500000",
                    f"services/{self.made['rich'].uuid}",
                )
            ]
            # The tombstones, besides their ids.
            changed = self.get("/services?modified_after=2000-01-01&full=true").text
            for text in (*texts, changed):
                for words in HIDDEN:
                    self.assertNotIn(words, text)
                self.assertNotIn("999 99 99", text)
            for text in texts:
                for uuid in hidden:
                    self.assertNotIn(uuid, text)
            for uuid in hidden:
                for resource in ("services", "organizations", "service_at_locations"):
                    self.get(f"/{resource}/{uuid}", status=404)

    def test_changes(self):
        everything = self.get("/services?modified_after=2000-01-01").json()
        by_id = {one["id"]: one for one in everything["contents"]}
        public = {self.made[name].uuid for name in ("rich", "plain", "paused")}
        gone = {self.made[name].uuid for name in ("ended", "of_ended_partner")}
        self.assertEqual(by_id.keys(), public | gone)
        for uuid in gone:
            self.assertEqual(
                by_id[uuid].keys(), {"id", "name", "status", "last_modified"}
            )
            self.assertEqual(by_id[uuid]["status"], "defunct")
        moments = [one["last_modified"] for one in everything["contents"]]
        self.assertEqual(moments, sorted(moments))
        lines = self.get("/services?modified_after=2000-01-01&format=ndjson").text
        self.assertEqual(
            [json.loads(line)["id"] for line in lines.splitlines()],
            [one["id"] for one in everything["contents"]],
        )
        # With another filter only what answers it.
        card = self.made["organization"].uuid
        self.assertEqual(
            self.uuids(f"/services?modified_after=2000-01-01&organization_id={card}"),
            public,
        )
        self.assertEqual(self.uuids("/services?modified_after=2999-01-01"), set())

    def test_changes_since_a_moment(self):
        for name, day in (("rich", 1), ("plain", 2), ("paused", 3), ("ended", 4)):
            self.made[name].last_modified = datetime(2999, 1, day, 12)
        self.assertEqual(
            self.uuids("/services?modified_after=2999-01-02T13:00:00%2B01:00"),
            {self.made[name].uuid for name in ("plain", "paused", "ended")},
        )
        self.assertEqual(
            self.uuids("/services?modified_after=2999-01-02T13:00:01+01:00"),
            {self.made[name].uuid for name in ("paused", "ended")},
        )

    # How it is asked

    def test_bad_questions_are_told_what_is_wrong(self):
        for path, parameter in (
            ("services?page=0", "page"),
            ("services?page=x", "page"),
            ("services?page=99999999999999999999", "page"),
            ("services?per_page=501", "per_page"),
            ("services?per_page=-1", "per_page"),
            ("services?format=xml", "format"),
            ("services?full=maybe", "full"),
            ("services?full=true&minimal=true", "minimal"),
            ("services?modified_after=yesterday", "modified_after"),
            ("services?modified_after=0001-01-01T00:00:00%2B14:00", "modified_after"),
            ("services?taxonomy_term_id=1", "taxonomy_term_id"),
            ("services?organization_id=%00", "organization_id"),
            ("services?age=-1", "age"),
            ("services?age=151", "age"),
            ("services?sort=price", "sort"),
            ("services?sort=name&modified_after=2026-01-01", "sort"),
            ("services?search=a%00b", "search"),
            ("services?search=" + "x" * 201, "search"),
            ("service_at_locations?postcode=0123", "postcode"),
            ("service_at_locations?proximity=5", "proximity"),
            ("taxonomy_terms?parent_id=x", "parent_id"),
        ):
            error = self.get(f"/{path}", status=400).json()["error"]
            self.assertEqual(error["parameter"], parameter, path)
        for path, most in (
            ("services?per_page=abc", 500),
            ("services?per_page=501", 500),
            ("organizations?per_page=10001", 500),
            ("services?minimal=true&per_page=abc", 10000),
            ("services?minimal=true&per_page=10001", 10000),
        ):
            error = self.get(f"/{path}", status=400).json()["error"]
            self.assertIn(f"a number from 1 to {most}", str(error), path)
        # Nothing asked, or something that the standard does not know.
        self.assertEqual(len(self.names("/services?page=&colour=blue")), 3)

    def test_not_found_is_json_too(self):
        for path in (
            "/nothing",
            "/services/1",
            "/services/" + self.made["plain"].uuid[:-1],
            "/services/" + "0" * 8 + "-0000-4000-8000-" + "0" * 12,
            "/services/a/b",
            "/services/%00",
            f"/taxonomies/{self.made['plain'].uuid}",
            f"/organizations/{self.made['plain'].uuid}",
        ):
            self.assertEqual(self.get(path, 404).json()["error"]["status"], 404, path)

    def test_read_only(self):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            answer = self.opener.request(method, self.base_url() + BASE + "/services")
            self.assertEqual(answer.status_code, 405, method)
            self.assertEqual(answer.headers["Allow"], "GET, HEAD, OPTIONS")
            self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
            self.assertEqual(answer.json()["error"]["status"], 405)

    def test_another_website_may_ask(self):
        answer = self.opener.request(
            "OPTIONS",
            self.base_url() + BASE + "/services",
            headers={
                "Origin": "https://elders.example",
                "Access-Control-Request-Method": "GET",
            },
        )
        self.assertEqual(answer.status_code, 204)
        self.assertEqual(answer.headers["Access-Control-Allow-Origin"], "*")
        self.assertIn("GET", answer.headers["Access-Control-Allow-Methods"])

    def test_head(self):
        for path in ("/services", "/services?format=ndjson"):
            answer = self.opener.head(self.base_url() + BASE + path)
            self.assertEqual(answer.status_code, 200)
            self.assertEqual(answer.text, "")

    def test_what_one_has_is_not_sent_again(self):
        path = f"/services/{self.made['plain'].uuid}"
        first = self.get(path)
        self.assertEqual(first.headers["Cache-Control"], "public, max-age=60")
        same = {"If-None-Match": first.headers["ETag"]}
        self.assertEqual(self.get(path, 304, **same).text, "")
        self.get(path, 304, **{"If-Modified-Since": first.headers["Last-Modified"]})
        listed = {"If-None-Match": self.get("/services").headers["ETag"]}
        self.get("/services", 304, **listed)
        self.made["plain"].write({"phone": "078 111 11 11"})
        changed = self.get(path, **same)
        self.assertEqual(changed.json()["phones"][0]["number"], "078 111 11 11")
        self.made["plain"].action_end()
        self.get("/services", **listed)

    def test_too_many_questions(self):
        self.env["ir.config_parameter"].set_param(
            "social_map.open_data_per_minute", "3"
        )
        open_data.LIMIT._renew(0)
        self.addCleanup(open_data.LIMIT._renew, 0)
        for _question in range(3):
            self.get("/taxonomies")
        refused = self.get("/taxonomies", status=429)
        self.assertGreater(int(refused.headers["Retry-After"]), 0)
        self.assertEqual(refused.headers["Cache-Control"], "no-store")

    def test_a_page_takes_as_many_statements_however_long_it_is(self):
        def statements(resource, services, **query):
            ids = services.ids
            data = self.env["social.open.data"].with_user(
                self.env.ref("base.public_user")
            )
            # Once to fill the caches of rules and groups.
            for _round in range(2):
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                data._shown(resource, ids, query)
            return self.env.cr.sql_log_count - before

        rich = self.made["rich"]
        many = rich
        for number in range(12):
            copy = rich.copy({"name": f"Dienst {number}"})
            copy.action_publish()
            many += copy
        self.env.flush_all()
        for full in (False, True):
            few = statements("services", rich + self.made["plain"], full=full)
            self.assertEqual(statements("services", many, full=full), few, full)
        self.assertLessEqual(few, 25)


@tagged("post_install", "-at_install")
class TestOpenDataModels(TransactionCase):
    """What open data asks of the models."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made = make_directory(cls.env)

    def last_modified_rises(self, change):
        service = self.made["rich"]
        service.last_modified = datetime(2020, 1, 1)
        change()
        self.env.flush_all()
        self.assertGreater(service.last_modified, datetime(2020, 1, 1))

    def test_a_service_changes_with_its_terms(self):
        editor = new_test_user(self.env, "terms", "social_map.group_directory_editor")
        group = self.made["group"].with_user(editor)
        self.last_modified_rises(lambda: group.write({"name": "Vissers en boeren"}))
        for name in ("life_domain_ids", "category_ids", "support_form_id"):
            value = self.made["rich"][name]
            self.last_modified_rises(lambda value=value: value.write({"name": "Ander"}))
        for name in ("language_ids", "area_ids"):
            value = self.made["rich"][name][0]
            self.last_modified_rises(lambda value=value: value.write({"name": "Ander"}))

    def test_another_order_of_a_list_is_no_change(self):
        self.made["rich"].last_modified = moment = datetime(2020, 1, 1)
        self.made["group"].sequence = 1
        self.assertEqual(self.made["rich"].last_modified, moment)

    def test_terms_have_the_same_id_everywhere(self):
        self.assertEqual(
            self.env.ref("social_map.life_domain_housing").uuid,
            "f766d5ac-7b06-583f-b6f3-6bd68a690117",
        )
        form = self.env.ref("social_map.support_form_social_brokers")
        self.assertEqual(form.code, "social_brokers")
        self.assertEqual(form.uuid, hsds.term_id("support-form", "social_brokers"))
        own = self.env["support.form"].create(
            {"name": "Eigen", "formality": "informal"}
        )
        uuid = own.uuid
        self.assertTrue(uuid)
        own.name = "Anders"
        self.assertEqual(own.uuid, uuid)

    def test_forms_that_were_there_get_their_codes(self):
        form = self.env.ref("social_map.support_form_social_brokers")
        form.code = False
        self.env["support.form"]._fill_codes()
        self.assertEqual(form.code, "social_brokers")

    def test_nobody_reads_whether_a_service_was_public(self):
        service = self.made["rich"].with_user(self.env.ref("base.public_user"))
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            service.read(["was_public"])

    def test_what_was_public_is_not_deleted(self):
        service = self.made["plain"]
        service.state = "draft"
        with self.assertRaises(UserError):
            service.unlink()
        self.made["draft"].unlink()

    def test_gone_says_ids_and_moments_only(self):
        nobody = self.env["social.service"].with_user(self.env.ref("base.public_user"))
        since = datetime.now() - timedelta(days=1)
        uuids = {uuid for _moment, uuid in nobody._gone_since(since)}
        self.assertLessEqual(
            {self.made["ended"].uuid, self.made["of_ended_partner"].uuid}, uuids
        )
        for name in ("rich", "draft", "never"):
            self.assertNotIn(self.made[name].uuid, uuids)
