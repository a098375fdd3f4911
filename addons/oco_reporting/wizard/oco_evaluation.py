from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import council


class OcoEvaluation(models.TransientModel):
    """What organisations came to in two years, beside each other: after an experiment,
    or to compare who gives the support.

    KPIs of a year and what residents said, as they were built and protected, read with
    the rights of who asks. On screen and on paper, and kept nowhere.
    """

    _name = "oco.evaluation"
    _description = "Evaluation of organisations"

    company_ids = fields.Many2many(
        "res.company",
        string="Organisations",
        required=True,
        default=lambda self: self.env.companies,
        domain="[('id', 'in', allowed_company_ids)]",
        help="Who are compared: those that you work for, and have switched on.",
    )
    first_year = fields.Integer(
        string="From",
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year - 2,
        help="The first of the two years.",
    )
    second_year = fields.Integer(
        string="To",
        required=True,
        aggregator=None,
        default=lambda self: fields.Date.context_today(self).year - 1,
        help="The second of the two years.",
    )
    body = fields.Html(
        compute="_compute_body", sanitize=False, help="The evaluation itself."
    )

    @api.depends("company_ids", "first_year", "second_year")
    @api.depends_context("lang")
    def _compute_body(self):
        for evaluation in self:
            evaluation.body = self.env["ir.qweb"]._render(
                "oco_reporting.evaluation", {"evaluation": evaluation._contents()}
            )

    def _compute_display_name(self):
        for evaluation in self:
            evaluation.display_name = self.env._("Evaluation of organisations")

    def action_print(self):
        """As a PDF, or as a page to print where none can be made."""
        self.ensure_one()
        self._check_years()
        return self.env.ref("oco_reporting.oco_evaluation_report")._print_or_show(self)

    def _check_years(self):
        if self.first_year >= self.second_year:
            raise UserError(self.env._("Choose two years, the first one first."))

    # What is on it --------------------------------------------------------------------

    def _contents(self):
        """Tables of rows by organisation and year, in words."""
        self.ensure_one()
        years = sorted({self.first_year, self.second_year})
        # Those switched off in the meantime cannot be read.
        companies = self.company_ids._origin & self.env.companies
        columns = [(company, year) for company in companies for year in years]
        return {
            "columns": [
                {"company": company.name, "year": year} for company, year in columns
            ],
            "companies": [company.name for company in companies],
            "years": years,
            "tables": [
                (title, rows)
                for title, rows in (
                    (self.env._("KPIs"), self._kpis(columns)),
                    (self.env._("What residents say"), self._said(columns)),
                )
                if rows
            ],
        }

    def _kpis(self, columns):
        values = self.env["oco.kpi.value"].search(
            [
                *self._of(columns, "date"),
                ("period", "=", "year"),
                ("breakdown", "=", "organisation"),
                ("part", "=", "main"),
            ]
        )
        found = {
            (value.kpi_id, value.company_id, value.date.year): value.shown
            for value in values
        }
        return [
            self._row(f"{kpi.code} {kpi.name}", kpi, columns, found)
            for kpi in values.kpi_id.sorted("code")
        ]

    def _said(self, columns):
        results = self.env["oco.survey.result"].search(
            [
                *self._of(columns, "date_from"),
                ("kind", "=", "year"),
                ("team_id", "=", False),
                ("code", "in", [council.GRADE, *council.SAID]),
            ],
            order="sequence, id",
        )
        found = {
            (result.code, result.company_id, result.date_from.year): result._in_words()
            for result in results
        }
        questions = {result.code: result.question for result in results}
        return [
            self._row(question, code, columns, found)
            for code, question in questions.items()
        ]

    @api.model
    def _of(self, columns, day):
        """Domain on the organisations and years of the columns."""
        companies = {company.id for company, _year in columns}
        starts = {f"{year:04}-01-01" for _company, year in columns}
        return [("company_id", "in", list(companies)), (day, "in", list(starts))]

    @api.model
    def _row(self, name, key, columns, found):
        return {
            "name": name,
            "cells": [found.get((key, *column), "–") for column in columns],
        }
