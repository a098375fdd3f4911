from odoo import fields, models


class OcoFigure(models.Model):
    """A cell of a cube: what managers, finance and dashboards read and pivot.

    Cubes are built from facts that nobody may read, and are protected when built, so
    that a pivot, a count, an export and a remote call all give the same safe number.
    A screen shows one cube; cells of two cubes are never added up.
    """

    _name = "oco.figure"
    _description = "Figure"
    _order = "date desc, team_id, measure, life_domain_id, id"
    _log_access = False

    cube = fields.Selection(
        [
            ("contacts", "Contacts"),
            ("cases", "Cases"),
            ("stock", "Active cases"),
            ("domains", "Questions by life domain"),
            ("published", "Published figures"),
        ],
        required=True,
        help="The set of figures that belong together and may be added up.",
    )
    measure = fields.Selection(
        [
            ("questions", "Questions"),
            ("contacts", "I&A contacts"),
            ("contacts_other", "Other contacts"),
            ("cases_start", "Cases active at the start"),
            ("cases_new", "New cases"),
            ("cases_closed", "Closed cases"),
            ("cases_end", "Cases active at the end"),
        ],
        required=True,
        help="What the quantity counts.",
    )
    date = fields.Date(
        string="Period from", required=True, help="First day of the period counted."
    )
    date_to = fields.Date(
        string="Period to", required=True, help="Last day of the period counted."
    )
    company_id = fields.Many2one(
        "res.company",
        string="Organisation",
        required=True,
        ondelete="cascade",
        help="Whose work it is.",
    )
    team_id = fields.Many2one(
        "client.team", required=True, ondelete="restrict", help="The team that did it."
    )
    channel_id = fields.Many2one(
        "client.contact.channel", ondelete="restrict", help="By what road."
    )
    kind_id = fields.Many2one(
        "client.contact.kind", ondelete="restrict", help="Kind of contact."
    )
    life_domain_id = fields.Many2one(
        "life.domain", ondelete="restrict", help="What part of life it was about."
    )
    quantity = fields.Integer(
        required=True, help="How many; the only thing to add up here."
    )
    table_id = fields.Many2one(
        "oco.published.table",
        string="Published table",
        index="btree_not_null",
        ondelete="cascade",
        help="The table that a published figure is a cell of.",
    )
    row_id = fields.Many2one(
        "oco.published.row",
        string="Row as printed",
        index="btree_not_null",
        ondelete="cascade",
        help="The row of that table; in lists and pivots in printed order.",
    )
    row_label = fields.Char(
        string="Label as printed", help="The label of that row, to search and group by."
    )
    derived = fields.Boolean(
        help="Not printed: the start that follows from new, closed and end."
    )

    _cell = models.Index("(cube, company_id, date)")
    _published_has_table = models.Constraint(
        "CHECK((cube = 'published') = (table_id IS NOT NULL))",
        "Published figures belong to a table, and other figures do not.",
    )
    _published_cell_uniq = models.UniqueIndex(
        "(row_id, team_id) WHERE row_id IS NOT NULL",
        "This cell of the table has a figure already.",
    )
