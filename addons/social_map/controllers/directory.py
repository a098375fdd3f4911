import time
from urllib.parse import quote

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request
from odoo.tools.translate import LazyTranslate

from ..asked import SWITCHES, Asked, whole_numbers
from ..rate_limit import Limiter
from .public_page import PublicPage, searches

PER_PAGE = 20
# More columns than this nobody compares, and no screen shows.
MOST_COMPARED = 4
# Lists that are longer than this are folded.
SHORT_LIST = 12
HOME = "/sociale-kaart"
EMBEDDED = "/sociale-kaart/embed"
# Of one visitor in an hour: what is counted as not found, and how often the same.
GAPS = Limiter(most=60, seconds=3600)
SAME_GAP = Limiter(most=1, seconds=3600)

_lt = LazyTranslate(__name__)
# What can be chosen, in the order of the page.
FACETS = {
    "domain": _lt("What is it about?"),
    "client_support": _lt("Who stands beside you"),
    "open_now": _lt("When"),
    "cost": _lt("What it costs"),
    "form": _lt("Who helps"),
    "age": _lt("For what age"),
    "group": _lt("For whom"),
    "area": _lt("Where you live"),
    "category": _lt("Sort of help"),
    "language": _lt("Languages"),
}
# In which order results can stand, in the order of the page.
ORDER_NAMES = {
    "best": _lt("What fits best"),
    "near": _lt("Nearest first"),
    "name": _lt("By name"),
    "checked": _lt("Checked last"),
}
# Those of yes or no, by their name in the address.
SWITCHED = {name: key for key, name in SWITCHES.items()}

# To copy into the page of another site.
FRAME = (
    '<iframe src="{address}" title="{title}" width="100%" height="760"'
    ' style="border: 0"></iframe>'
)
FORM = """<form action="{address}" method="get">
  <label>{title} <input type="search" name="q"></label>
  <button>{button}</button>
</form>"""


def listed(request):
    """What the address lists: the ids, and what everybody can find of them, in order.

    What was merged since is listed as what it became.
    """
    ids = whole_numbers(request.httprequest.args.getlist("s"))
    ids = request.env["social.uuid.alias"]._follow("social.service", ids)
    services = request.env["social.service"].search(
        [("id", "in", ids), ("is_published", "=", True)]
    )
    return ids, services.sorted(lambda one: ids.index(one.id))


def not_found(error, **values):
    """What a visitor may not see does not exist, for an account without rights too."""
    raise NotFound() from error


def sitemap_of(model, domain):
    """The sitemap entries of every record that has a page, as a visitor finds them."""

    def entries(env, rule, query):
        for record in env[model].search(domain):
            path = record._page_path()
            if not query or query.lower() in path:
                yield {"loc": path, "lastmod": record.last_modified.date()}

    return entries


class Directory(PublicPage, http.Controller):
    """The social map on the website: everything as the visitor, nothing elevated."""

    # Searching -------------------------------------------------------------------

    @http.route(HOME, type="http", auth="public", website=True, sitemap=True)
    @searches()
    def search(self, **values):
        """Tiles of life domains when nothing is asked, else what was found."""
        asked = Asked.of(request.httprequest.args)
        found = self._found(asked) if asked else {}
        return self._answer(
            "social_map.search_page",
            {"asked": asked, "path": HOME, **found},
            is_private=bool(asked),
        )

    @http.route(EMBEDDED, type="http", auth="public", website=True, sitemap=False)
    @searches(is_framed=True)
    def embedded(self, **values):
        """The same, small and without our header, in the page of somebody else."""
        asked = Asked.of(request.httprequest.args)
        found = self._found(asked) if asked else {}
        return self._answer(
            "social_map.embedded_page",
            {"asked": asked, "path": EMBEDDED, **found},
            is_private=True,
            is_framed=True,
        )

    @http.route(
        "/sociale-kaart/insluiten",
        type="http",
        auth="public",
        website=True,
        sitemap=True,
    )
    def embedding(self, **values):
        """How to put the search on the site of a general practice or library."""
        root = request.website.get_base_url()
        words = {
            "title": request.env._("Find help in your neighbourhood"),
            "button": request.env._("Search"),
        }
        return self._answer(
            "social_map.embedding_page",
            {
                "frame": FRAME.format(address=root + EMBEDDED, **words),
                "form": FORM.format(address=root + HOME, **words),
            },
        )

    def _found(self, asked):
        """What was found, the facets with what is chosen, and the pages."""
        services = request.env["social.service"]
        answer = services._look_up(
            asked.words,
            asked.chosen,
            postcode=asked.postcode,
            offset=(asked.page - 1) * PER_PAGE,
            limit=PER_PAGE,
            order=asked.order,
        )
        last = max(-(-answer["total"] // PER_PAGE), 1)
        if asked.page > last:
            # An old link, or fewer services than there were: no empty page.
            return self._found(asked.turned_to(last))
        if not answer["total"] and self._counts_as_gap(asked.words):
            services._note_gap(asked.words, asked.chosen)
        is_near = bool(request.env["social.postcode"]._at(asked.postcode))
        return {
            **answer,
            "asked": asked,
            "facets": self._facets(asked, answer["facets"]),
            "is_lost": bool(asked.postcode) and not is_near,
            "orders": self._orders(asked, is_near),
            "last_page": last,
            "supporters": not answer["total"] and self._supporters(),
        }

    def _counts_as_gap(self, words):
        """Whether what was not found is counted: not again of the same visitor.

        What was counted three times is shown to editors, as it is not one person's; who
        looks again, or presses "back", is still one person.
        """
        visitor, now = request.httprequest.remote_addr, time.time()
        term = request.env["social.search.gap"]._term(words)
        return GAPS.passes(visitor, now) and SAME_GAP.passes(visitor, now, term)

    def _facets(self, asked, facets):
        """What can be chosen, in the order of the page.

        :param facets: {key: [(value, label, count), …]} of the search engine
        """
        return [
            {
                "key": SWITCHED.get(key, key),
                "label": request.env._(label),
                "choices": [
                    {
                        "value": "1" if key in SWITCHED else value,
                        "label": name,
                        "count": count,
                        "is_chosen": asked.has(key, value),
                        "address": asked.without(key, value).at(HOME),
                    }
                    for value, name, count in facets[key]
                ],
                "is_folded": len(facets[key]) > SHORT_LIST
                and not any(asked.has(key, choice[0]) for choice in facets[key]),
            }
            for key, label in FACETS.items()
            if facets.get(key)
        ]

    def _orders(self, asked, is_near):
        """In which order the results can stand, and in which they do.

        :param is_near: distances are known, from a postal code
        """
        offered = [
            order
            for order in ORDER_NAMES
            if (order != "best" or asked.words) and (order != "near" or is_near)
        ]
        # Without words all fit as well, and the nearest or the name decides.
        current = asked.order if asked.order in offered else offered[0]
        return [
            {
                "key": order,
                "label": request.env._(ORDER_NAMES[order]),
                "address": asked.ordered(order).at(HOME),
                "is_current": order == current,
            }
            for order in offered
        ]

    def _supporters(self):
        """Whom to call when nothing was found: those who give client support."""
        services = request.env["social.service"]._giving_client_support()
        return services.filtered(lambda one: one.state != "paused")[:3]

    # One service, one organisation -------------------------------------------------

    @http.route(
        '/sociale-kaart/hulp/<model("social.service"):service>',
        type="http",
        auth="public",
        website=True,
        sitemap=sitemap_of("social.service", [("is_published", "=", True)]),
        handle_params_access_error=not_found,
    )
    def service(self, service, **values):
        # Who works here reads more than everybody; this page shows what everybody sees.
        if not service.is_published:
            raise NotFound()
        asked = Asked.of(request.httprequest.args).plain()
        return self._answer(
            "social_map.service_page", {"service": service, "asked": asked}
        )

    @http.route(
        '/sociale-kaart/organisatie/<model("social.organization"):organization>',
        type="http",
        auth="public",
        website=True,
        sitemap=sitemap_of("social.organization", [("active", "=", True)]),
        handle_params_access_error=not_found,
    )
    def organization(self, organization, **values):
        if not organization.active:
            raise NotFound()
        services = organization.service_ids.filtered("is_published")
        return self._answer(
            "social_map.organization_page",
            {"organization": organization, "services": services},
        )

    # Several services side by side ---------------------------------------------------

    @http.route(
        "/sociale-kaart/lijst", type="http", auth="public", website=True, sitemap=False
    )
    def shortlist(self, **values):
        """The visitor's list: it is in the address and nowhere else."""
        return self._several("social_map.shortlist_page")

    @http.route(
        "/sociale-kaart/vergelijk",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def compare(self, **values):
        """The same rows of two to four services, side by side."""
        return self._several("social_map.compare_page", MOST_COMPARED)

    def _several(self, template, most=None):
        ids, services = listed(request)
        return self._answer(
            template,
            {
                "services": services[:most],
                "most": MOST_COMPARED,
                "is_cut": most and len(services) > most,
                "is_gone": len(services) < len(ids),
                "asked": Asked(kept=tuple(services.ids)),
                "mail": self._mail(request.httprequest.url),
            },
            is_private=True,
        )

    def _mail(self, address):
        """A mail with a link, which the visitor sends with their own program."""
        subject = quote(request.env._("A list of help"))
        return f"mailto:?subject={subject}&body={quote(address)}"
