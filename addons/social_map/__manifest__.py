{
    "name": "Social map",
    "summary": "The directory of organisations and services in the social domain",
    "version": "19.0.1.0.0",
    "category": "Services/Client support",
    "author": "Client Support Founders",
    "license": "AGPL-3",
    "depends": ["contacts", "website", "helpdesk_mgmt"],
    "data": [
        "security/social_map_groups.xml",
        "security/ir.model.access.csv",
        "data/life_domain_data.xml",
        "data/life_domain_term_data.xml",
        "data/target_group_data.xml",
        "data/support_form_data.xml",
        "data/social_area_data.xml",
    ],
    "demo": ["demo/social_area_demo.xml"],
}
