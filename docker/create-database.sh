#!/usr/bin/env bash
# Once, when the database container is new: a role without special rights for Odoo,
# its database, and the extensions that must be there before a module is installed.
set -euo pipefail

psql -v ON_ERROR_STOP=1 -U postgres -v password="$(cat /run/secrets/db_password)" <<'SQL'
CREATE ROLE odoo LOGIN PASSWORD :'password';
CREATE DATABASE client_support OWNER odoo TEMPLATE template0 ENCODING 'UTF8';
SQL
psql -v ON_ERROR_STOP=1 -U postgres -d client_support \
    -c 'SET ROLE odoo' -f /extensions.sql
