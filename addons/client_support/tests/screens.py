"""What the web client asks of the server for a screen, with the view's own fields."""

from lxml import etree

from odoo.tools.safe_eval import safe_eval

EDITED = ("char", "text", "date", "selection", "boolean", "integer", "float")


def specification(arch, models, model):
    """The fields that a view reads, as `getFieldsSpec` of the web client puts it.

    :param arch: the element of the view
    :param models: what `get_views` tells of the fields, by model
    """
    spec = {}
    level = arch.xpath("count(ancestor-or-self::field)")
    for node in arch.xpath(f".//field[count(ancestor::field) = {level}]"):
        field = models[model]["fields"][node.get("name")]
        asked = spec.setdefault(node.get("name"), {})
        if "relation" in field:
            asked["fields"] = {"display_name": {}}
        for view in node.xpath("./list|./kanban")[:1]:
            asked["fields"] = specification(view, models, field["relation"])
            asked["limit"] = int(view.get("limit", 40))
    return spec


class Screen:
    """The views of a model for one user, and what each asks of the server.

    What is asked is a function of an environment of that user, to be called again and
    again, each time as a request.
    """

    def __init__(self, records, action=None, page=80):
        """:param records: the model as the user, and of a form what it shows

        :param action: of a window; without it the screen is a form
        :param page: how many records of a list, and of each group of a kanban
        """
        self.page = page
        self.model, self.ids = records._name, records.ids
        self.domain, self.context, views = [], {}, [(False, "form")]
        if action:
            known = {"uid": records.env.uid}
            self.domain = safe_eval(action.domain or "[]", known)
            self.context = safe_eval(action.context or "{}", known)
            views = action.views
        answer = self._in(records.env).get_views([*views, (False, "search")])
        self.models = answer["models"]
        self.archs = {
            mode: etree.fromstring(answer["views"][mode]["arch"])
            for _view, mode in views
        }

    def rows(self):
        """What each view of an action asks, by its kind."""
        ways = {
            "list": self._list,
            "kanban": self._list,
            "calendar": self._calendar,
            "activity": self._activity,
            "pivot": self._groups,
            "graph": self._groups,
        }
        return {mode: ways[mode](mode) for mode in self.archs if mode != "form"}

    def open(self):
        """Open the form of the records."""
        spec = self._spec("form")
        return lambda env: self._in(env).web_read(spec)

    def new(self):
        """Open an empty form."""
        spec = self._spec("form")
        return lambda env: self._in(env).browse().onchange({}, [], spec)

    def editable(self):
        """The name of a field that the form lets people write in, or None."""
        described = self.models[self.model]["fields"]
        for name in self._spec("form"):
            if described[name]["type"] in EDITED and not described[name]["readonly"]:
                return name
        return None

    def save(self, name, value):
        """Save the form with one field changed."""
        spec = self._spec("form")
        return lambda env: self._in(env).web_save({name: value}, spec)

    def _in(self, env):
        return env[self.model].with_context(**self.context).browse(self.ids)

    def _spec(self, mode):
        return specification(self.archs[mode], self.models, self.model)

    def _list(self, mode):
        spec = self._spec(mode)
        group = self.archs[mode].get("default_group_by")
        group = self.context.get("group_by", group)
        if group:
            return lambda env: self._in(env).web_read_group(
                self.domain,
                [group] if isinstance(group, str) else group,
                auto_unfold=True,
                unfold_read_specification=spec,
                unfold_read_default_limit=self.page,
            )
        return lambda env: self._in(env).web_search_read(
            self.domain, spec, limit=self.page
        )

    def _calendar(self, mode):
        arch = self.archs[mode]
        dates = {arch.get(name) for name in ("date_start", "date_stop", "color")}
        names = dates.union(node.get("name") for node in arch.iter("field")) - {None}
        return lambda env: self._in(env).search_read(self.domain, sorted(names))

    def _activity(self, _mode):
        return lambda env: env["mail.activity"].get_activity_data(
            self.model, self.domain
        )

    def _groups(self, mode):
        groups, sums = [], ["__count"]
        for node in self.archs[mode].xpath("./field[not(@invisible)]"):
            if node.get("type") == "measure":
                sums.append(f"{node.get('name')}:sum")
            else:
                parts = (node.get("name"), node.get("interval"))
                groups.append(":".join(filter(None, parts)))
        return lambda env: self._in(env).formatted_read_group(self.domain, groups, sums)
