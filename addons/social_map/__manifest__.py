{
    "name": "Social map",
    "summary": "The directory of organisations and services in the social domain",
    "version": "19.0.1.0.0",
    "category": "Services/Client support",
    "author": "Client Support Founders",
    "license": "AGPL-3",
    "depends": ["contacts", "website", "helpdesk_mgmt"],
    "data": [],
}
