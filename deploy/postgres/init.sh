#!/usr/bin/env bash
# One database per service, with three roles: <db>_owner changes the schema, <db>_app reads and writes rows and owns
# nothing, <db>_relay reads and replicates. What each may do with a table is granted by the service's own migrations.
#
# The image runs it when the data volume is empty. It may run again, for example when passwords in .env were changed:
#   docker compose up -d postgres && docker compose exec postgres /docker-entrypoint-initdb.d/perpetual.sh
set -euo pipefail

for database in inventory_ledger order_router supplier_sync channel_publisher; do
  # Passwords go by the environment: a command line can be seen by others.
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres \
    --set database="$database" <<SQL
\set owner :database _owner
\set app :database _app
\set relay :database _relay
\getenv owner_password ${database^^}_OWNER_PASSWORD
\getenv app_password ${database^^}_APP_PASSWORD
\getenv relay_password ${database^^}_RELAY_PASSWORD

SELECT format('CREATE ROLE %I', role)
FROM unnest(ARRAY[:'owner', :'app', :'relay']) AS role
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) \gexec
ALTER ROLE :"owner" LOGIN PASSWORD :'owner_password';
ALTER ROLE :"app" LOGIN PASSWORD :'app_password';
ALTER ROLE :"relay" LOGIN PASSWORD :'relay_password' REPLICATION;

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

\connect :"database"
SET ROLE :"owner";
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO :"app", :"relay";
GRANT USAGE ON SCHEMA public TO :"app", :"relay";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO :"relay";
SQL
done
