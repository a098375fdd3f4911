-- What every database of ours needs before Odoo installs a module: on the embedded
-- server, on a server of your own and in Docker alike. May be run again.

-- Odoo leaves trigram indexes out without a word when this is missing.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Odoo indexes unaccent(column) only when the function is immutable. PostgreSQL's own
-- is not, and only a superuser may alter it; so it lives in a schema of its own and
-- an immutable function of the same name stands where Odoo looks.
DO $do$
BEGIN
    IF to_regprocedure('public.unaccent(text)') IS NULL THEN
        CREATE SCHEMA IF NOT EXISTS unaccent_schema;
        CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA unaccent_schema;
        CREATE FUNCTION public.unaccent(text) RETURNS text
            LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
            AS $$ SELECT unaccent_schema.unaccent('unaccent_schema.unaccent', $1) $$;
    END IF;
END
$do$;
