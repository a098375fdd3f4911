import re
from datetime import timedelta

from babel.dates import format_timedelta
from babel.numbers import format_currency, format_decimal

from odoo import api, fields, models
from odoo.tools import babel_locale_parse, format_date, format_duration
from odoo.tools.translate import LazyTranslate

from .. import review
from ..opening_hours import (
    Hours,
    at_place,
    by_appointment,
    dutch,
    gives_appointments,
    next_opening,
    open_until,
)

_lt = LazyTranslate(__name__)
# What stays open for longer never closes.
DAY_AND_NIGHT = timedelta(days=6)
# What is told of a service, in the order of reading.
ROWS = {
    "what": _lt("What you get"),
    "for_whom": _lt("For whom"),
    "not_for_whom": _lt("Not for whom"),
    "area": _lt("Where you live"),
    "cost": _lt("What it costs"),
    "how": _lt("How you get it"),
    "phone": _lt("Telephone"),
    "email": _lt("E-mail"),
    "place": _lt("Where"),
    "waiting": _lt("Waiting time"),
    "language": _lt("Languages"),
    "independence": _lt("Is it independent?"),
    "checked": _lt("Checked"),
}
# Sites that may show our search in a page of theirs, with spaces; `*` is every site.
EMBEDDING = "social_map.embedding_sites"
SITE = re.compile(r"\*|https?://[\w.*-]+(:\d+)?")


def hours_of(row):
    """A `social.schedule` as `opening_hours` reckons with it."""
    return Hours(
        weekday=int(row.weekday) if row.weekday else None,
        opens=round(row.opens_at * 60),
        closes=round(row.closes_at * 60),
        week_of_month=int(row.week_of_month) if row.week_of_month else None,
        valid_from=row.valid_from or None,
        valid_until=row.valid_until or None,
        is_closure=row.is_closure,
        by_appointment=row.by_appointment,
    )


def filled(told):
    """JSON without what is empty, down to the last branch."""
    if isinstance(told, dict):
        pairs = ((key, filled(value)) for key, value in told.items())
        found = {
            key: value for key, value in pairs if value not in (False, None, "", [], {})
        }
        # A thing of which nothing is known but its type says nothing.
        return found if found.keys() - {"@type"} else {}
    if isinstance(told, list):
        return [one for one in map(filled, told) if one]
    return told


class SocialServicePagesMixin(models.AbstractModel):
    """What the website tells of a service, in words and in the visitor's language.

    Every page (the service's own, results, comparison, shortlist) takes its words from
    here, so that none says something else. Everything is read as the visitor: rules
    keep out what is not published.
    """

    _name = "social.service.pages.mixin"
    _description = "Service told on the website"

    def _told(self):
        """What residents ask of a service; each a list of lines, empty: not filled in.

        :return: a dictionary by the name of the row, in the order of reading
        """
        self.ensure_one()
        return {
            "what": self._lines(self.summary),
            "for_whom": self._lines(self.for_whom) + self._told_people(),
            "not_for_whom": self._lines(self.not_for_whom),
            "area": self._told_areas(),
            "cost": self._told_cost(),
            "how": self._told_entrance(),
            "phone": self._lines(self._page_phone()),
            "email": self._lines(self._page_email()),
            "place": self._told_places(),
            "waiting": self._told_waiting(),
            "language": self._told_languages(),
            "independence": self._told_independence(),
            "checked": [self._told_checked()],
        }

    def _told_records(self):
        """All that `_told` and the page take texts from."""
        places = self._page_places()
        hours = self.schedule_ids | places.schedule_ids
        parts = self.cost_ids, hours, places, places.location_id, self.organization_id
        return [*super()._told_records(), *parts]

    def _in_dutch(self):
        """With the lines of what it costs, which begin with a text of the directory."""
        found = super()._in_dutch()
        prices = {
            self._told_price(line): found[line.name]
            for line in self.cost_ids
            if line.name in found
        }
        return {**found, **prices}

    @api.model
    def _told_rows(self):
        """The names of what `_told` tells, in the order of reading."""
        return [(key, self.env._(label)) for key, label in ROWS.items()]

    @api.model
    def _told_distance(self, distance):
        """Kilometres as one says them; empty when the distance is not known."""
        if distance is None:
            return ""
        locale = babel_locale_parse(self.env.lang or "en_US")
        return format_decimal(
            distance, format="0.0" if distance < 10 else "0", locale=locale
        )

    @api.model
    def _embedding_sites(self):
        """The sites that may embed the search, as the header of a page names them."""
        # Elevated: the visitor gets this list in every answer.
        sites = self.env["ir.config_parameter"].sudo().get_param(EMBEDDING, "*").split()
        return " ".join(site for site in sites if SITE.fullmatch(site)) or "'self'"

    def _meets_people(self):
        """Whether one can speak with somebody there, so that an appointment makes
        sense: not while it is closed, nor where it is only online."""
        ways = self.reach_phone or self.reach_visit or self.reach_home
        return self.state != "paused" and (ways or not self.reach_online)

    def _page_phone(self):
        return self.phone or self.organization_id.phone

    def _page_email(self):
        return self.email or self.organization_id.email

    @api.model
    def _lines(self, text):
        return [line for line in (text or "").splitlines() if line.strip()]

    def _label(self, name):
        """The word of a choice, in the visitor's language."""
        choices = self._fields[name]._description_selection(self.env)
        return dict(choices).get(self[name], "")

    def _told_people(self):
        lines = []
        youngest, oldest = self.minimum_age, self.maximum_age
        if youngest and oldest:
            lines.append(
                self.env._(
                    "From %(youngest)s to %(oldest)s years old.",
                    youngest=youngest,
                    oldest=oldest,
                )
            )
        elif youngest:
            lines.append(self.env._("From %s years old.", youngest))
        elif oldest:
            lines.append(self.env._("Up to %s years old.", oldest))
        if self.target_group_ids:
            lines.append(", ".join(self.target_group_ids.mapped("name")))
        return lines

    def _told_areas(self):
        if self.is_nationwide:
            return [self.env._("The whole country")]
        return self.area_ids.mapped("name")

    def _told_cost(self):
        lines = [self._label("cost")] if self.cost else []
        return lines + [self._told_price(line) for line in self.cost_ids]

    @api.model
    def _told_price(self, line):
        locale = babel_locale_parse(self.env.lang or "en_US")
        return f"{line.name}: {format_currency(line.amount, 'EUR', locale=locale)}"

    def _told_entrance(self):
        lines = []
        if self.referral_needed:
            answer = self._label("referral_needed")
            lines.append(self.env._("Do you need a referral? %s.", answer))
        return lines + self._lines(self.application_process)

    def _told_places(self):
        return [
            ", ".join(filter(None, [place.name, place.street, place.city]))
            for place in self._page_places().location_id
        ]

    def _page_places(self):
        """The places that everybody may know, also for who may know more."""
        places = self.service_location_ids
        # Those of the whole list are read at once, not service by service.
        return places.filtered("is_published").with_prefetch(places._prefetch_ids)

    def _told_waiting(self):
        if not self.measured_on:
            return []
        if self.waiting_weeks == 1:
            lines = [self.env._("About one week")]
        elif self.waiting_weeks:
            lines = [self.env._("About %s weeks", self.waiting_weeks)]
        else:
            lines = [self.env._("No waiting time")]
        if self.capacity_maximum:
            lines.append(
                self.env._(
                    "%(free)s of %(all)s places free",
                    free=self.capacity_available,
                    all=self.capacity_maximum,
                )
            )
        lines.append(self.env._("Measured on %s", self._told_day(self.measured_on)))
        return lines

    def _told_languages(self):
        lines = self.language_ids.mapped("name")
        if self.interpreter:
            lines.append(self.env._("An interpreter can come along, free of charge"))
        return lines

    def _told_independence(self):
        lines = [self._label("independence")] if self.independence else []
        return lines + self._lines(self.independence_statement)

    def _told_checked(self):
        """How long ago somebody looked whether all this is still right."""
        if not self.last_assured:
            return self.env._("Not checked yet")
        if self.is_unchecked:
            day = self._told_day(self.last_assured)
            return self.env._("Not checked since %s", day)
        ago = self.last_assured - review.today()
        if not ago:
            return self.env._("Checked today")
        locale = babel_locale_parse(self.env.lang or "en_US")
        words = format_timedelta(
            ago, granularity="day", add_direction=True, locale=locale
        )
        return self.env._("Checked %s", words)

    def _told_day(self, day):
        """A date without a number for the month: 1 February 2026."""
        return format_date(self.env, day, date_format="d MMMM y")

    def _told_open(self):
        """Such as: open now until 17:00; empty when the hours are not known."""
        if self.state == "paused":
            return ""
        now = fields.Datetime.now()
        places = self._page_places() or [self.env["social.service.location"]]
        hours = [self._hours_at(place) for place in places]
        closing = [end for rows in hours if (end := open_until(rows, now))]
        if closing:
            return self._told_closing(max(closing), now)
        if any(by_appointment(rows, now) for rows in hours):
            return self.env._("Now by appointment only")
        opening = [start for rows in hours if (start := next_opening(rows, now))]
        if not opening:
            today = dutch(now).date()
            is_given = any(gives_appointments(rows, today) for rows in hours)
            return self.env._("By appointment only") if is_given else ""
        start = min(opening)
        return self.env._(
            "Closed now. Opens %(day)s at %(time)s",
            day=format_date(self.env, start.date(), date_format="EEEE d MMMM"),
            time=f"{start:%H:%M}",
        )

    def _told_closing(self, end, now):
        now = dutch(now)
        if end - now > DAY_AND_NIGHT:
            return self.env._("Open now, day and night")
        if end.date() > now.date() and f"{end:%H:%M}" != "00:00":
            return self.env._(
                "Open now until %(day)s at %(time)s",
                day=format_date(self.env, end.date(), date_format="EEEE d MMMM"),
                time=f"{end:%H:%M}",
            )
        return self.env._("Open now until %s", f"{end:%H:%M}".replace("00:00", "24:00"))

    def _hours_at(self, place):
        """The opening hours that hold at a place, or of the service without a place."""
        return at_place(
            [hours_of(row) for row in self.schedule_ids],
            [hours_of(row) for row in place.schedule_ids],
        )

    # For machines ------------------------------------------------------------------

    def _json_ld(self, root):
        """The service in the words of schema.org, for search engines.

        :param root: the address of the website, without a slash at the end
        :return: a dictionary without empty values
        """
        card = self.organization_id
        is_public_body = card.organization_type in ("municipality", "access")
        areas = [] if self.is_nationwide else self.area_ids.mapped("name")
        country = {"@type": "Country", "name": "Nederland"}
        return filled(
            {
                "@context": "https://schema.org",
                "@type": "GovernmentService" if is_public_body else "Service",
                "@id": f"urn:uuid:{self.uuid}",
                "url": root + self._page_path(),
                "name": self.name,
                "alternateName": self.alternate_name,
                "description": self.summary,
                "serviceType": self.category_ids.mapped("name"),
                "provider": card._json_ld(root),
                "areaServed": [
                    {"@type": "AdministrativeArea", "name": area} for area in areas
                ]
                or (self.is_nationwide and country),
                "audience": [
                    {"@type": "Audience", "audienceType": group}
                    for group in self.target_group_ids.mapped("name")
                ],
                "offers": self.cost == "free"
                and {"@type": "Offer", "price": "0", "priceCurrency": "EUR"},
                "availableChannel": self._json_ld_channels(root),
                "hoursAvailable": not self._all_places_have_hours()
                and self._json_ld_hours(self.schedule_ids),
            }
        )

    def _json_ld_channels(self, root):
        channel = {
            "@type": "ServiceChannel",
            "serviceUrl": self.url or root + self._page_path(),
            "servicePhone": {
                "@type": "ContactPoint",
                "telephone": self._page_phone(),
                "email": self._page_email(),
            },
            "availableLanguage": self.language_ids.mapped("code"),
            "serviceLocation": [
                {
                    "@type": "Place",
                    "name": location.name,
                    "address": {
                        "@type": "PostalAddress",
                        "streetAddress": location.street,
                        "postalCode": location.postal_code,
                        "addressLocality": location.city,
                        "addressCountry": "NL",
                    },
                    "geo": location.latitude
                    and {
                        "@type": "GeoCoordinates",
                        "latitude": location.latitude,
                        "longitude": location.longitude,
                    },
                    "openingHoursSpecification": self._json_ld_hours(
                        place.schedule_ids
                    ),
                }
                for place in self._page_places()
                for location in place.location_id
                if location.location_type == "physical"
            ],
        }
        return [channel]

    def _json_ld_hours(self, rows):
        """Weekly hours at which one can walk in; schema.org has no word for what is
        open once a month, or by appointment."""
        days = ("Monday", "Tuesday", "Wednesday", "Thursday")
        days += ("Friday", "Saturday", "Sunday")
        return [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{days[int(row.weekday)]}",
                "opens": format_duration(row.opens_at),
                "closes": format_duration(row.closes_at),
                "validFrom": row.valid_from and str(row.valid_from),
                "validThrough": row.valid_until and str(row.valid_until),
            }
            for row in rows
            if not (row.is_closure or row.week_of_month or row.by_appointment)
        ]

    # Hours -----------------------------------------------------------------------

    def _hours(self, place=None):
        """When it is open: here, or wherever it is given.

        :param place: a `social.service.location`; without, the hours of the service
        :return: ([(day, [line, …]), …] of a week, [line, …] of days that it is closed);
            both empty when nothing is known; a line is (words, note), as only the
            words are sure to be in the language of the page
        """
        rows = place.schedule_ids if place else self.schedule_ids
        today = review.today()
        rows = rows.filtered(
            lambda row: not row.valid_until or row.valid_until >= today
        )
        opened = rows.filtered(lambda row: not row.is_closure)
        closures = rows - opened
        if not place and self._all_places_have_hours():
            # Those of the service hold nowhere then; see `opening_hours.at_place`.
            opened = opened.browse()
        week = [
            (
                name.capitalize(),
                [self._told_hours(row) for row in opened if row.weekday == day],
            )
            for day, name in rows._fields["weekday"]._description_selection(self.env)
        ]
        return week if opened else [], [
            self._told_closure(row) for row in closures.sorted("valid_from")
        ]

    def _all_places_have_hours(self):
        """Whether every place that everybody may know has open hours of its own."""
        places = self._page_places()
        return bool(places) and all(
            any(not row.is_closure for row in place.schedule_ids) for place in places
        )

    def _told_hours(self, row):
        """Such as: 9:00 to 12:30, first of the month, by appointment; and a note."""
        week_of_month = dict(
            row._fields["week_of_month"]._description_selection(self.env)
        )
        words = ", ".join(
            filter(
                None,
                [
                    self.env._(
                        "%(opens)s to %(closes)s",
                        opens=format_duration(row.opens_at),
                        closes=format_duration(row.closes_at),
                    ),
                    week_of_month.get(row.week_of_month, "").lower(),
                    row.by_appointment and self.env._("by appointment"),
                    row.valid_from
                    and row.valid_from > review.today()
                    and self.env._("from %s", self._told_day(row.valid_from)),
                    row.valid_until
                    and self.env._("until %s", self._told_day(row.valid_until)),
                ],
            )
        )
        return words, row.note or ""

    def _told_closure(self, row):
        """Such as: 25 December 2026 to 1 January 2027; and a note: holidays."""
        first, last = map(self._told_day, (row.valid_from, row.valid_until))
        days = first
        if last != first:
            days = self.env._("%(first)s to %(last)s", first=first, last=last)
        return days, row.note or ""
