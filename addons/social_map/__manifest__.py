{
    "name": "Social map",
    "summary": "The directory of organisations and services in the social domain",
    "version": "19.0.1.4.0",
    "category": "Services/Client support",
    "author": "Client Support Founders",
    "license": "AGPL-3",
    "depends": ["contacts", "website", "helpdesk_mgmt"],
    "data": [
        "security/social_map_groups.xml",
        "security/social_map_rules.xml",
        "security/ir.model.access.csv",
        "data/life_domain_data.xml",
        "data/life_domain_term_data.xml",
        "data/target_group_data.xml",
        "data/support_form_data.xml",
        "data/social_area_data.xml",
        "data/social_language_data.xml",
        "data/social_service_category_data.xml",
        "views/life_domain_views.xml",
        "views/life_domain_term_views.xml",
        "views/target_group_views.xml",
        "views/support_form_views.xml",
        "views/social_area_views.xml",
        "views/res_partner_views.xml",
        "views/social_location_views.xml",
        "views/social_service_views.xml",
        "views/social_organization_views.xml",
        "views/social_map_menus.xml",
        "views/social_shortlist_views.xml",
        "views/social_service_staff_views.xml",
        "views/social_coverage_views.xml",
        "views/social_organization_staff_views.xml",
        "views/website_templates.xml",
    ],
    "demo": ["demo/social_area_demo.xml"],
    "assets": {
        # Debian's package of Odoo leaves this file out (its licence is not free enough
        # for Debian) while `mail` still lists it: every page of the web client would
        # log an error, and every browser test fails on one. What is lost is blurring
        # the background of a video call.
        "web.assets_backend": [
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
        ],
        "web._assets_secondary_variables": [
            "social_map/static/src/scss/own_fonts.scss",
        ],
    },
    "post_init_hook": "post_init_hook",
    "application": True,
}
