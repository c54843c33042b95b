-- Conversations as an office works with them: queues, assignment, notes, snooze, due times, search; templates and automatic answers.

CREATE EXTENSION IF NOT EXISTS btree_gin;

-- A text that is written once and used often. Its versions are kept: what somebody got can be read again.
CREATE TABLE template (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('broadcast', 'reply', 'keyword', 'no_reply', 'out_of_hours')),
  columns text[] NOT NULL DEFAULT '{}', -- of the lists that it is meant for; kind broadcast only
  version integer NOT NULL DEFAULT 1,   -- the latest
  created_at timestamptz NOT NULL,
  archived_at timestamptz,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX template_name ON template (organization_id, kind, lower(name)) WHERE archived_at IS NULL;
CREATE TABLE template_version (
  organization_id integer NOT NULL,
  template_id bigint NOT NULL,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text,
  PRIMARY KEY (organization_id, template_id, version),
  FOREIGN KEY (organization_id, template_id) REFERENCES template (organization_id, id)
);
CREATE TABLE template_text (
  organization_id integer NOT NULL,
  template_id bigint NOT NULL,
  version integer NOT NULL,
  language text NOT NULL CHECK (language IN ('pl', 'en', 'uk')),
  text text NOT NULL,
  PRIMARY KEY (organization_id, template_id, version, language),
  FOREIGN KEY (organization_id, template_id, version) REFERENCES template_version (organization_id, template_id, version)
);

-- Who of the staff answers what: a conversation lies in one queue, a member takes it from there.
CREATE TABLE queue (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  is_default boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
CREATE UNIQUE INDEX queue_default ON queue (organization_id) WHERE is_default;
CREATE TABLE queue_member (
  organization_id integer NOT NULL,
  queue_id bigint NOT NULL,
  user_id text NOT NULL,
  PRIMARY KEY (organization_id, queue_id, user_id),
  FOREIGN KEY (organization_id, queue_id) REFERENCES queue (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES membership (organization_id, user_id) ON DELETE CASCADE
);
CREATE INDEX queue_member_by_user ON queue_member (organization_id, user_id);

-- When the office works and how soon it answers. Without a row: Monday to Friday 7:30 to 15:30, eight working hours.
CREATE TABLE office_hours (
  organization_id integer PRIMARY KEY REFERENCES organization (id),
  opens jsonb NOT NULL,               -- [{"day": 1, "from": "07:30", "until": "15:30"}], Monday is 1
  public_holidays boolean NOT NULL,   -- whether the office is closed on Poland's
  closed_on date[] NOT NULL,
  first_response_minutes integer NOT NULL CHECK (first_response_minutes > 0), -- of working time
  answer_when_closed boolean NOT NULL,
  out_of_hours_template_id bigint,
  no_reply_template_id bigint,
  version integer NOT NULL DEFAULT 1,
  FOREIGN KEY (organization_id, out_of_hours_template_id) REFERENCES template (organization_id, id),
  FOREIGN KEY (organization_id, no_reply_template_id) REFERENCES template (organization_id, id)
);

ALTER TABLE conversation
  ADD COLUMN queue_id bigint,
  ADD COLUMN assignee text,             -- user id
  ADD COLUMN snoozed_until timestamptz,
  ADD COLUMN due_at timestamptz,        -- when the resident should have an answer; NULL while nobody waits
  ADD COLUMN version integer NOT NULL DEFAULT 1, -- counts what staff would be sorry to overlook
  ADD COLUMN own_number text,           -- the number of ours that they wrote to
  ADD COLUMN staff_at timestamptz,      -- when staff last answered
  ADD COLUMN told_closed_until timestamptz, -- the end of the closed period that the machine has told of
  ADD FOREIGN KEY (organization_id, queue_id) REFERENCES queue (organization_id, id) ON DELETE SET NULL (queue_id),
  ADD FOREIGN KEY (organization_id, assignee) REFERENCES membership (organization_id, user_id) ON DELETE SET NULL (assignee);

-- One index a view, so that any page of it is one range scan.
CREATE INDEX conversation_by_state ON conversation (organization_id, state, last_at DESC, id DESC);
CREATE INDEX conversation_mine ON conversation (organization_id, assignee, last_at DESC, id DESC)
  WHERE assignee IS NOT NULL AND state <> 'closed' AND snoozed_until IS NULL;
CREATE INDEX conversation_unassigned ON conversation (organization_id, last_at DESC, id DESC)
  WHERE assignee IS NULL AND state = 'waiting' AND snoozed_until IS NULL;
CREATE INDEX conversation_in_queue ON conversation (organization_id, queue_id, last_at DESC, id DESC)
  WHERE queue_id IS NOT NULL AND state <> 'closed' AND snoozed_until IS NULL;
CREATE INDEX conversation_due ON conversation (organization_id, due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX conversation_snoozed ON conversation (organization_id, snoozed_until, id) WHERE snoozed_until IS NOT NULL;
CREATE INDEX conversation_of_broadcast ON conversation (organization_id, broadcast_id, last_at DESC, id DESC)
  WHERE broadcast_id IS NOT NULL;

-- A note stands in the thread between the texts, and only staff see it.
ALTER TABLE conversation_entry
  DROP CONSTRAINT conversation_entry_direction_check,
  ADD CONSTRAINT conversation_entry_direction_check CHECK (direction IN ('in', 'out', 'note')),
  ADD COLUMN author_id text;
CREATE TABLE conversation_attachment (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  entry_id bigint NOT NULL,
  name text NOT NULL,
  media_type text NOT NULL,
  bytes bigint NOT NULL,
  sha256 bytea NOT NULL,              -- names the file in the store
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES conversation_entry (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX conversation_attachment_of ON conversation_attachment (organization_id, entry_id);
CREATE TABLE conversation_mention (
  organization_id integer NOT NULL,
  user_id text NOT NULL,
  entry_id bigint NOT NULL,
  conversation_id bigint NOT NULL,
  seen_at timestamptz,
  PRIMARY KEY (organization_id, user_id, entry_id),
  FOREIGN KEY (organization_id, entry_id) REFERENCES conversation_entry (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES membership (organization_id, user_id) ON DELETE CASCADE
);
CREATE INDEX conversation_mention_unseen ON conversation_mention (organization_id, user_id, entry_id DESC) WHERE seen_at IS NULL;
CREATE INDEX conversation_mention_of_entry ON conversation_mention (organization_id, entry_id);

-- Who looks at a conversation or writes in it, for a few seconds. Losing it in a crash is no harm.
CREATE UNLOGGED TABLE conversation_presence (
  organization_id integer NOT NULL,
  conversation_id bigint NOT NULL,
  user_id text NOT NULL,
  name text NOT NULL,
  doing text NOT NULL CHECK (doing IN ('viewing', 'typing')),
  until timestamptz NOT NULL,
  PRIMARY KEY (organization_id, conversation_id, user_id)
);

-- The router's own memory and settings.
ALTER TABLE keyword
  ADD COLUMN template_id bigint,      -- its answer in the person's language; else `answer` for all
  ADD FOREIGN KEY (organization_id, template_id) REFERENCES template (organization_id, id);
CREATE TABLE no_reply_answer (
  organization_id integer NOT NULL,
  broadcast_id bigint NOT NULL,
  address_id bigint NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, broadcast_id, address_id)
);
CREATE INDEX inbound_waiting_of ON inbound (organization_id, from_value, id) WHERE routed_at IS NULL;

-- Full text with and without Polish letters. Immutable as long as the dictionary is.
CREATE FUNCTION search_words(of_text text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public
  AS $$ SELECT to_tsvector('simple'::regconfig, unaccent('unaccent'::regdictionary, of_text)) $$;
CREATE INDEX conversation_entry_words ON conversation_entry USING gin (organization_id, search_words(text));

-- What a person types: all of these words, each of which may go on (smiec finds śmieci and śmieciami).
CREATE FUNCTION search_query(typed text) RETURNS tsquery LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public
  AS $$ SELECT regexp_replace(plainto_tsquery('simple'::regconfig, unaccent('unaccent'::regdictionary, typed))::text, '''( &|$)', ''':*\1', 'g')::tsquery $$;

-- Entries that hold the words, the newest first. Row-level security would keep the index from being used, so this runs as the owner
-- and names the session's organization. A word that stands in every tenth text is met among the newest soon; gathering a million
-- hits through the index and sorting them took 100 ms and more.
CREATE FUNCTION search_entries(typed text, before_id bigint, most integer) RETURNS SETOF bigint
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE
  words tsquery := search_query(typed);
  mine integer := current_organization();
  found bigint[];
BEGIN
  IF numnode(words) = 0 THEN RETURN; END IF;
  found := ARRAY(SELECT id FROM (
      SELECT id, text FROM conversation_entry WHERE organization_id = mine AND id < before_id ORDER BY id DESC LIMIT 500) AS newest
    WHERE search_words(text) @@ words ORDER BY id DESC LIMIT most);
  IF cardinality(found) < most THEN
    found := ARRAY(WITH hit AS MATERIALIZED (
        SELECT id FROM conversation_entry WHERE organization_id = mine AND search_words(text) @@ words)
      SELECT id FROM hit WHERE id < before_id ORDER BY id DESC LIMIT most);
  END IF;
  RETURN QUERY SELECT unnest(found);
END $$;
REVOKE EXECUTE ON FUNCTION search_entries(text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_entries(text, bigint, integer) TO kurenda_api;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['template', 'template_version', 'template_text', 'queue', 'queue_member', 'office_hours',
    'conversation_attachment', 'conversation_mention', 'conversation_presence', 'no_reply_answer'] LOOP
    PERFORM keep_inside_organization(t::regclass);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON template, office_hours TO kurenda_api;
GRANT SELECT, INSERT ON template_version, template_text TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON queue, queue_member, conversation_mention, conversation_presence TO kurenda_api;
GRANT SELECT, INSERT, DELETE ON conversation_attachment TO kurenda_api;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kurenda_engine, kurenda_api;

-- Who waits already is due by the usual hours: the worker works it out.
INSERT INTO outbox (organization_id, kind, payload) SELECT id, 'conversation.hours', '{}' FROM organization;
