{
    "name": "Client support figures",
    "summary": "Figures that can be traced and never reveal a person",
    "version": "19.0.1.0.0",
    "category": "Services/Client support",
    "author": "Client Support Founders",
    "license": "AGPL-3",
    "depends": ["client_support", "survey", "spreadsheet_dashboard"],
    "external_dependencies": {"python": ["xlsxwriter"]},
    "data": [
        "security/ir.model.access.csv",
        "security/oco_reporting_rules.xml",
        "data/ir_cron_data.xml",
        "views/oco_figure_views.xml",
        "wizard/oco_workbook_views.xml",
        "views/oco_reporting_menus.xml",
    ],
    "application": True,
}
