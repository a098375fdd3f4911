from urllib.parse import urlencode

from odoo import http
from odoo.http import request
from odoo.tools.translate import LazyTranslate

from ..asked import Asked, whole_numbers
from .directory import HOME
from .public_page import PublicPage, searches

GUIDE = "/sociale-kaart/help-mij-kiezen"
_lt = LazyTranslate(__name__)
QUESTIONS = (
    _lt("What is it about?"),
    _lt("For whom do you look for help?"),
    _lt("Where do you live?"),
    _lt("How do you want to be helped?"),
)
# What each of them asks, by its name in the address.
NAMES = (("domain",), ("age", "group"), ("postcode", "area"), ("form", "cost", "sort"))
# Life domains as one says it at a kitchen table, by their code. One that the
# organisation added goes by its name.
PLAIN_DOMAINS = {
    "housing": _lt("My home or the rent, or I have no home"),
    "daily_living": _lt("The household, washing and dressing, my papers"),
    "health_care": _lt("My body, my mood, drink or drugs"),
    "income_debt": _lt("Money, bills and debts"),
    "work_day": _lt("Work, or something to do during the day"),
    "education": _lt("School, learning, reading and writing"),
    "youth_family": _lt("Children, raising them and the family"),
    "social_network": _lt("I am alone, or I care for somebody"),
    "participation": _lt("Meeting people, sports, things in the neighbourhood"),
    "meaning": _lt("Questions about life, mourning, belief"),
    "mobility": _lt("Getting somewhere, a wheelchair or other aid"),
    "safety_justice": _lt("Violence, a quarrel, the police or the court"),
}
# Some target groups in words in which people know themselves. The others are to be
# chosen among the results: who reads thirty names chooses none.
PLAIN_GROUPS = {
    "carer": _lt("Somebody who cares for somebody else"),
    "parents_young": _lt("A parent of young children"),
    "migrant": _lt("Somebody who came from another country"),
    "physical": _lt("Somebody who cannot move, see or hear well"),
    "mild_id": _lt("Somebody who finds learning difficult"),
    "psychiatric": _lt("Somebody with mental problems"),
    "addiction": _lt("Somebody with an addiction"),
    "chronic": _lt("Somebody who is ill for a long time"),
}
PLAIN_FORMS = {
    "formal": _lt("By a professional"),
    "informal": _lt("By a volunteer, or somebody who has been through it"),
}
# Of these the page asks some, and others can have been chosen among the results.
MORE = ("group", "cost")


class Guide(PublicPage, http.Controller):
    """Four questions for who has no word for it; they end in results of the search.

    The answers are in the address, as all that is asked: nothing is kept, it works
    without JavaScript, and going back changes none of them.
    """

    @http.route(GUIDE, type="http", auth="public", website=True, methods=["GET"])
    @searches()
    def guide(self, **values):
        args = request.httprequest.args
        asked = Asked.of(args)
        number = whole_numbers([args.get("vraag", "")]) or (1,)
        number = min(max(number[0], 1), len(QUESTIONS))
        names = NAMES[number - 1]
        answer = request.env["social.service"]._look_up(
            asked.words, asked.chosen, postcode=asked.postcode, limit=0
        )
        offered = self._offered(asked, answer["facets"])
        # What this page does not ask stays as it was chosen before.
        kept = [
            (name, value)
            for name, value in asked.pairs()
            if name not in ("page", "all")
            and (name not in names or name in MORE and value not in dict(offered[name]))
        ]
        return self._answer(
            "social_map.guide_page",
            {
                "asked": asked,
                "number": number,
                "last": len(QUESTIONS),
                "question": request.env._(QUESTIONS[number - 1]),
                "names": names,
                "offered": offered,
                "total": answer["total"],
                # Not even without a question: there is nothing to choose from.
                "is_empty": not (answer["total"] or asked),
                "kept": kept,
                "skip": self._after(
                    number, [one for one in kept if one[0] not in names]
                ),
                "home": HOME,
            },
            is_private=bool(args),
        )

    def _offered(self, asked, facets):
        """What can be answered, of which there is help: {name: [(value, words)]}"""
        domains = request.env["life.domain"].browse(one[0] for one in facets["domain"])
        groups = request.env["target.group"].browse(one[0] for one in facets["group"])
        is_near = request.env["social.postcode"]._at(asked.postcode)
        return {
            "domain": [
                (one.id, self._plain(PLAIN_DOMAINS, one.code) or one.name)
                for one in domains
            ],
            "age": [(band, words) for band, words, _count in facets["age"]],
            "group": [
                (one.id, words)
                for one in groups
                if (words := self._plain(PLAIN_GROUPS, one.code))
            ],
            "postcode": [],
            "area": [(area, name) for area, name, _count in facets["area"]],
            "form": [
                (form, self._plain(PLAIN_FORMS, form))
                for form, _name, _count in facets["form"]
            ],
            "cost": [
                (cost, request.env._("Only what is free"))
                for cost, _name, _count in facets["cost"]
                if cost == "free"
            ],
            "sort": [("near", request.env._("Close to my home first"))]
            if is_near
            else [],
        }

    def _plain(self, words, code):
        return request.env._(words[code]) if code in words else ""

    def _after(self, number, pairs):
        """The address of what comes after a question, with these answers."""
        if number == len(QUESTIONS):
            return f"{HOME}?{urlencode([*pairs, ('all', '1')])}"
        return f"{GUIDE}?{urlencode([*pairs, ('vraag', number + 1)])}"
