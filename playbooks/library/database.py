#!/usr/bin/python
"""Ansible module: a PostgreSQL database with the role that owns it, in one call of psql."""

from __future__ import annotations

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.smartcity import record
from ansible.module_utils.smartcity.postgresql import DatabaseError, ask

DOCUMENTATION = r"""
module: database
short_description: Ensure a database and its owner
description:
  - The role has the name of the system user that connects, so that the socket itself says who comes
    (peer authentication) and no password exists. Nobody else may connect.
options:
  name:
    description: The database.
    type: str
    required: true
  role:
    description: Its owner.
    type: str
    required: true
  record:
    description: The name under which it is remembered for the probe.
    type: str
  record_folder:
    description: Where records are.
    type: path
    default: /opt/smartcity/record
"""

LOOK = r"""
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') AS has_role,
  EXISTS (SELECT FROM pg_roles WHERE rolname = :'role' AND rolcanlogin AND NOT
    (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)) AS role_is_plain,
  EXISTS (SELECT FROM pg_database WHERE datname = :'name') AS has_database,
  EXISTS (SELECT FROM pg_database WHERE datname = :'name'
    AND pg_get_userbyid(datdba) = :'role') AS is_owner,
  EXISTS (SELECT FROM pg_database WHERE datname = :'name'
    AND NOT has_database_privilege('public', oid, 'CONNECT')) AS is_private \gset
"""

# The C.UTF-8 order never changes with an upgrade of the system, so no index ever turns invalid.
SETTLE = r"""
\if :has_role
\else
  CREATE ROLE :"role";
  \echo role
\endif
\if :role_is_plain
\else
  ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
  \echo rights of the role
\endif
\if :has_database
\else
  CREATE DATABASE :"name" OWNER :"role" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
  \echo database
\endif
\if :is_owner
\else
  ALTER DATABASE :"name" OWNER TO :"role";
  \echo owner
\endif
\if :is_private
\else
  REVOKE ALL ON DATABASE :"name" FROM PUBLIC;
  \echo rights on the database
\endif
"""

PREDICT = r"""
SELECT concat_ws(E'\n', CASE WHEN NOT :'has_role' THEN 'role' END,
  CASE WHEN NOT :'role_is_plain' THEN 'rights of the role' END,
  CASE WHEN NOT :'has_database' THEN 'database' END,
  CASE WHEN NOT :'is_private' OR NOT :'is_owner' THEN 'rights on the database' END);
"""


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "name": {"type": "str", "required": True},
            "role": {"type": "str", "required": True},
            "record": {"type": "str"},
            "record_folder": {"type": "path", "default": "/opt/smartcity/record"},
        },
        supports_check_mode=True,
    )
    asked = module.params
    try:
        script = LOOK + (PREDICT if module.check_mode else SETTLE)
        changed = [line for line in ask(script, name=asked["name"], role=asked["role"]) if line]
    except DatabaseError as fault:
        if module.check_mode:
            module.exit_json(changed=False, msg=f"cannot be predicted: database {asked['name']}")
        module.fail_json(msg=str(fault))
    noted = False
    if asked["record"] and not module.check_mode:
        wanted = {"database": {"name": asked["name"], "role": asked["role"]}}
        noted = record.keep(asked["record_folder"], asked["record"], wanted)
    module.exit_json(changed=bool(changed) or noted, made=changed)


if __name__ == "__main__":
    main()
