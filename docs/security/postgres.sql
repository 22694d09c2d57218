-- The console's user and database in PostgreSQL. Run as a superuser:
--   psql --set=password=... --file=docs/security/postgres.sql
-- The user owns its database and nothing else: the console makes and changes its tables itself.
CREATE ROLE presage LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
CREATE DATABASE presage OWNER presage ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE presage FROM PUBLIC;
\connect presage
ALTER SCHEMA public OWNER TO presage;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
