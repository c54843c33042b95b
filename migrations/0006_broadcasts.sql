-- Broadcasts as an office makes them: drafts that two people can work on, approval by a second person, an undo window, series,
-- budgets, two-way or no-reply.

ALTER TABLE organization
  ADD undo_seconds integer NOT NULL DEFAULT 60 CHECK (undo_seconds BETWEEN 0 AND 600),
  ADD approval_from integer CHECK (approval_from > 0); -- so many recipients need a second person's yes; NULL: never
GRANT UPDATE (undo_seconds, approval_from) ON organization TO kurenda_api;

ALTER TABLE broadcast DROP CONSTRAINT broadcast_state_check;
ALTER TABLE broadcast
  ADD CONSTRAINT broadcast_state_check CHECK (state IN
    ('draft', 'review', 'approved', 'scheduled', 'expanding', 'sending', 'paused', 'finished', 'cancelled')),
  ADD version integer NOT NULL DEFAULT 1,              -- of the draft; each save makes the next
  ADD prepared_version integer,                        -- whose recipients are counted; NULL: of none
  ADD translations jsonb NOT NULL DEFAULT '{}',        -- the text in other languages than the organization's
  ADD audience jsonb NOT NULL DEFAULT '{}',            -- groups, segments, numbers; {} for a list that was sent along
  ADD exclusions jsonb NOT NULL DEFAULT '{}',          -- how many were left out, by reason
  ADD replies text NOT NULL DEFAULT 'two_way' CHECK (replies IN ('two_way', 'no_reply')),
  ADD author text,                                     -- who made it, as approval knows them: staff or key
  ADD approved_by text,
  ADD undo_until timestamptz,
  ADD unit_id bigint,
  ADD series_id bigint,
  ADD series_at timestamptz,
  ADD UNIQUE (organization_id, series_id, series_at);
CREATE INDEX broadcast_by_state ON broadcast (organization_id, state, id DESC);
ALTER TABLE broadcast_recipient ADD language text, ADD parts smallint NOT NULL DEFAULT 1;

-- Every saved state of a draft.
CREATE TABLE broadcast_version (
  organization_id integer NOT NULL,
  broadcast_id bigint NOT NULL,
  version integer NOT NULL,
  content jsonb NOT NULL,
  saved_by text,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, broadcast_id, version),
  FOREIGN KEY (organization_id, broadcast_id) REFERENCES broadcast (organization_id, id) ON DELETE CASCADE
);

-- What people said about it on its way: sent for review, approved, returned.
CREATE TABLE broadcast_review (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  broadcast_id bigint NOT NULL,
  version integer NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('asked', 'approved', 'returned')),
  comment text,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, broadcast_id) REFERENCES broadcast (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX broadcast_review_of ON broadcast_review (organization_id, broadcast_id, id);

-- Texts to the sender's own phones.
CREATE TABLE broadcast_test (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  broadcast_id bigint NOT NULL,
  count integer NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, broadcast_id) REFERENCES broadcast (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX broadcast_test_latest ON broadcast_test (organization_id, at);

-- A broadcast that is made anew at each of its times.
CREATE TABLE broadcast_series (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  content jsonb NOT NULL,
  rule jsonb NOT NULL,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'paused', 'ended')),
  most_recipients integer NOT NULL,   -- more than that waits for a person
  next_at timestamptz,
  created_by text,
  author text,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX broadcast_series_due ON broadcast_series (next_at) WHERE state = 'running';

-- What a month may cost; the whole organization's where no unit is named.
CREATE TABLE budget (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  unit_id bigint,
  month date NOT NULL CHECK (extract(day FROM month) = 1),
  amount bigint NOT NULL CHECK (amount >= 0), -- 1/10000 of the currency
  PRIMARY KEY (organization_id, id),
  UNIQUE NULLS NOT DISTINCT (organization_id, unit_id, month)
);
CREATE INDEX broadcast_confirmed ON broadcast (organization_id, confirmed_at) WHERE confirmed_at IS NOT NULL;

-- A direct answer to a person goes to who opted out of broadcasts, too.
ALTER TABLE dispatch_chunk ADD direct boolean NOT NULL DEFAULT false;

SELECT keep_inside_organization('broadcast_version');
SELECT keep_inside_organization('broadcast_review');
SELECT keep_inside_organization('broadcast_test');
SELECT keep_inside_organization('broadcast_series');
SELECT keep_inside_organization('budget');
GRANT SELECT, INSERT ON broadcast_version, broadcast_review, broadcast_test TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON broadcast_series, budget TO kurenda_api;
