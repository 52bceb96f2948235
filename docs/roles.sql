-- The three roles of a ledger on PostgreSQL: who owns it, who records in it, who reads it.
--
--     psql -d aidtrack -f roles.sql                            schema public, roles aidtrack_owner, …
--     psql -d aidtrack -v office=office_a -f roles.sql         schema office_a, roles office_a_owner, …
--
-- A superuser runs it twice: first it makes the roles and the schema; after the owner's `aidtrack init` it
-- gives the rights. Until then only the owner sees anything. Run it again after `aidtrack db upgrade`; it never
-- takes anything from the ledger.

\set ON_ERROR_STOP on
\set QUIET on
\if :{?office}
    \set schema :office
\else
    \set schema public
    \set office aidtrack
\endif
SELECT :'office' || '_owner' AS owner, :'office' || '_recorder' AS recorder, :'office' || '_reader' AS reader
\gset

BEGIN;

-- The roles. The owner logs in by itself (set its password with \password); recorder and reader are groups,
-- and a person is a member of one of them.
SELECT format('CREATE ROLE %I %s', name, rights)
FROM (VALUES (:'owner', 'LOGIN'), (:'recorder', 'NOLOGIN'), (:'reader', 'NOLOGIN')) AS wanted (name, rights)
WHERE NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = name)
\gexec

SELECT format('CREATE SCHEMA %I AUTHORIZATION %I', :'schema', :'owner')
WHERE to_regnamespace(quote_ident(:'schema')) IS NULL
\gexec

GRANT USAGE, CREATE ON SCHEMA :"schema" TO :"owner";
GRANT USAGE ON SCHEMA :"schema" TO :"recorder", :"reader";

-- Tables that are another's would get no rights below, and nobody would notice.
SELECT format('DO $do$ BEGIN RAISE EXCEPTION %L; END $do$', format(
    'The tables of schema %s belong to %s, not to %s: let that role run aidtrack init, or give them to it.',
    :'schema', string_agg(DISTINCT tableowner, ', '), :'owner'))
FROM pg_tables
WHERE schemaname = :'schema' AND tablename IN ('change', 'alembic_version') AND tableowner <> :'owner'
HAVING count(*) > 0
\gexec

-- The rights, once there are tables. What has a row here is an exception: nobody but the owner changes the
-- history, the settings and the version of the schema, or the sectors, which ship with the program.
CREATE TEMPORARY TABLE recorders_right (name text PRIMARY KEY, rights text NOT NULL) ON COMMIT DROP;
INSERT INTO recorders_right VALUES
    ('change', 'SELECT, INSERT'),
    ('change_item', 'SELECT, INSERT'),
    ('division_name', 'SELECT, INSERT, DELETE'),
    ('division_member', 'SELECT, INSERT, DELETE'),
    ('sector', 'SELECT'),
    ('setting', 'SELECT'),
    ('alembic_version', 'SELECT');

SELECT format('REVOKE ALL ON TABLE %I.%I FROM PUBLIC, %I, %I', :'schema', tablename, :'recorder', :'reader'),
       format('GRANT SELECT ON TABLE %I.%I TO %I', :'schema', tablename, :'reader'),
       format('GRANT %s ON TABLE %I.%I TO %I', coalesce(rights, 'SELECT, INSERT, UPDATE, DELETE'),
              :'schema', tablename, :'recorder')
FROM pg_tables LEFT JOIN recorders_right ON name = tablename
WHERE schemaname = :'schema' AND tableowner = :'owner'
ORDER BY tablename
\gexec

-- The numbers of new rows. Nobody may set them back: a number is never given twice. Who reads may see them,
-- and so can make a backup with pg_dump.
SELECT format('REVOKE ALL ON SEQUENCE %I.%I FROM PUBLIC, %I, %I', :'schema', sequencename, :'recorder', :'reader'),
       format('GRANT SELECT ON SEQUENCE %I.%I TO %I, %I', :'schema', sequencename, :'recorder', :'reader'),
       format('GRANT USAGE ON SEQUENCE %I.%I TO %I', :'schema', sequencename, :'recorder')
FROM pg_sequences
WHERE schemaname = :'schema' AND sequenceowner = :'owner'
ORDER BY sequencename
\gexec

-- Tables that a later migration adds. Before `init` this would give away the history too.
SELECT to_regclass(format('%I.change', :'schema')) IS NOT NULL AS made
\gset
\if :made
    ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
        GRANT SELECT ON TABLES TO :"reader";
    ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"recorder";
    ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
        GRANT SELECT ON SEQUENCES TO :"reader";
    ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA :"schema"
        GRANT SELECT, USAGE ON SEQUENCES TO :"recorder";
\else
    \echo 'Now let the owner run aidtrack init, then run this once more.'
\endif

COMMIT;
