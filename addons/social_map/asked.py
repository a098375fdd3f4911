"""What a visitor asks of the social map: from the address of the page, and back again.

Everything is in the address, so that it works without JavaScript and nothing about a
visitor is kept: the words, the filters, and the shortlist (`s`, ids of services).
"""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

# The lists to choose from, in the order of the page.
IDS = ("domain", "group", "area", "category", "language")
CODES = ("age", "cost", "form")
# Yes or no: the name in the address and that in the search engine.
SWITCHES = {"open": "open_now", "client_support": "client_support"}
# More than anybody chooses; it keeps an address from being work for the server.
MOST = 50
LONGEST = 200
# In which order results can stand; the first is the one without a choice.
ORDERS = ("best", "near", "name", "checked")
POSTCODE = re.compile(r"[1-9][0-9]{3} ?([a-zA-Z]{2})?")


def whole_numbers(values):
    """The ids in an address, each once and in order; what is no id is left out."""
    found = [int(one) for one in values if one.isdecimal() and len(one) < 10]
    return tuple(dict.fromkeys(found))[:MOST]


def text(typed):
    """What was typed, without what a database cannot hold."""
    return typed.replace("\0", "").strip()[:LONGEST]


@dataclass(frozen=True)
class Asked:
    """One question to the social map.

    :param chosen: the filters as the search engine takes them
    :param page: of the results, from 1
    :param kept: ids of the services on the visitor's shortlist
    :param order: one of `ORDERS`
    """

    words: str = ""
    postcode: str = ""
    chosen: dict = field(default_factory=dict)
    page: int = 1
    kept: tuple = ()
    is_all: bool = False
    order: str = ORDERS[0]

    @classmethod
    def of(cls, args):
        """Read an address.

        :param args: a MultiDict of werkzeug
        """
        chosen = {key: whole_numbers(args.getlist(key)) for key in IDS}
        chosen |= {
            key: tuple(dict.fromkeys(filter(None, map(text, args.getlist(key)))))[:MOST]
            for key in CODES
        }
        chosen |= {name: bool(args.get(key)) for key, name in SWITCHES.items()}
        page = whole_numbers([args.get("page", "")])
        words, postcode = text(args.get("q", "")), text(args.get("postcode", ""))
        if not postcode and POSTCODE.fullmatch(words):
            # Typed in the wrong field. It finds nothing as a word, and is counted as no
            # gap: it says where somebody lives.
            words, postcode = "", words
        return cls(
            words=words,
            postcode=postcode,
            chosen={key: value for key, value in chosen.items() if value},
            page=max(page[0], 1) if page else 1,
            kept=whole_numbers(args.getlist("s")),
            is_all="all" in args,
            order=order if (order := args.get("sort")) in ORDERS else ORDERS[0],
        )

    def __bool__(self):
        """Something is asked, more than keeping a shortlist."""
        return bool(self.words or self.postcode or self.chosen or self.is_all)

    def pairs(self):
        """What goes into the address, names and values."""
        names = {name: key for key, name in SWITCHES.items()}
        pairs = [("q", self.words), ("postcode", self.postcode)]
        for key, value in self.chosen.items():
            if key in names:
                pairs.append((names[key], "1"))
            else:
                pairs += [(key, one) for one in value]
        if self.order != ORDERS[0]:
            pairs.append(("sort", self.order))
        pairs += [("s", one) for one in self.kept]
        if self.is_all:
            pairs.append(("all", "1"))
        if self.page > 1:
            pairs.append(("page", self.page))
        return [(name, value) for name, value in pairs if value]

    def at(self, path):
        """The address of a page that asks this."""
        query = urlencode(self.pairs())
        return f"{path}?{query}" if query else path

    def has(self, key, value):
        """It is one of the chosen filters."""
        chosen = self.chosen.get(key, ())
        return chosen is True or value in chosen

    def without(self, key, value):
        """The same without one filter, from the first page of results."""
        before = self.chosen.get(key, ())
        kept = () if before is True else tuple(one for one in before if one != value)
        chosen = {**self.chosen, key: kept}
        chosen = {name: values for name, values in chosen.items() if values}
        rest = replace(self, chosen=chosen, page=1)
        # Who takes away the last filter wants everything, not the first page again.
        return rest or replace(rest, is_all=True)

    def nowhere(self):
        """The same without a postal code."""
        rest = replace(self, postcode="", page=1)
        return rest or replace(rest, is_all=True)

    def plain(self):
        """Nothing asked; only the shortlist stays."""
        return Asked(kept=self.kept)

    def saying(self, words):
        return replace(self, words=words, page=1)

    def ordered(self, order):
        return replace(self, order=order, page=1)

    def turned_to(self, page):
        return replace(self, page=page)

    def keeping(self, service_id):
        return replace(self, kept=tuple(dict.fromkeys((*self.kept, service_id)))[:MOST])

    def dropping(self, service_id):
        return replace(self, kept=tuple(one for one in self.kept if one != service_id))
