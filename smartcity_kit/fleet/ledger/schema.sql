-- One SQL for SQLite and PostgreSQL. Times are seconds since 1970; documents are JSON as text.

CREATE TABLE IF NOT EXISTS rollout (
  id text PRIMARY KEY,
  began double precision NOT NULL,
  ended double precision,
  who text NOT NULL,
  machine text NOT NULL,
  kit text NOT NULL,
  options text NOT NULL,
  state text NOT NULL DEFAULT 'running',
  reason text NOT NULL DEFAULT '',
  owner text NOT NULL DEFAULT '',
  lease double precision NOT NULL DEFAULT 0
);

CREATE TABLE IF NOT EXISTS wave (
  rollout text NOT NULL REFERENCES rollout,
  number integer NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  began double precision,
  ended double precision,
  PRIMARY KEY (rollout, number)
);

CREATE TABLE IF NOT EXISTS region (
  rollout text NOT NULL REFERENCES rollout,
  slug text NOT NULL,
  wave integer NOT NULL,
  place integer NOT NULL,
  site text NOT NULL,
  member text NOT NULL,
  state text NOT NULL DEFAULT 'waiting',
  stage text NOT NULL DEFAULT '',
  result text NOT NULL DEFAULT '',
  message text NOT NULL DEFAULT '',
  attempts integer NOT NULL DEFAULT 0,
  tries integer NOT NULL DEFAULT 0,
  not_before double precision NOT NULL DEFAULT 0,
  owner text NOT NULL DEFAULT '',
  lease double precision NOT NULL DEFAULT 0,
  PRIMARY KEY (rollout, slug)
);

-- Whatever goes wrong elsewhere: no region is at work twice, not even in two rollouts.
CREATE UNIQUE INDEX IF NOT EXISTS region_one_at_work ON region (slug) WHERE state = 'working';

CREATE TABLE IF NOT EXISTS attempt (
  rollout text NOT NULL,
  slug text NOT NULL,
  number integer NOT NULL,
  worker text NOT NULL,
  folder text NOT NULL,
  began double precision NOT NULL,
  ended double precision,
  stage text NOT NULL DEFAULT '',
  result text NOT NULL DEFAULT '',
  message text NOT NULL DEFAULT '',
  release text NOT NULL DEFAULT '',
  seconds double precision,
  drift integer NOT NULL DEFAULT 0,
  evidence text NOT NULL DEFAULT '{}',
  PRIMARY KEY (rollout, slug, number),
  FOREIGN KEY (rollout, slug) REFERENCES region
);

CREATE TABLE IF NOT EXISTS line (
  rollout text NOT NULL,
  slug text NOT NULL,
  number integer NOT NULL,
  at integer NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (rollout, slug, number, at)
);

-- What is known of each region from every attempt there ever was, the last word of each.
CREATE TABLE IF NOT EXISTS known (
  slug text PRIMARY KEY,
  seen double precision NOT NULL,
  member text NOT NULL,
  facts text NOT NULL
)
