{
    "name": "Client support",
    "summary": "Residents, contacts and cases, and who may see them",
    "version": "19.0.1.0.0",
    "category": "Services/Client support",
    "author": "Client Support Founders",
    "license": "AGPL-3",
    "depends": ["social_map", "calendar", "helpdesk_mgmt", "resource_booking"],
    "data": [],
}
