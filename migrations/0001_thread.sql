-- The thread: organizations, people, broadcasts, messages, incoming texts and conversations.
-- Run as the owner. The three roles exist already (platform/db/create-roles.ts).

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

GRANT USAGE ON SCHEMA public TO kurenda_engine, kurenda_api;

-- The organization of the running request; NULL (nothing is seen) where none was set.
CREATE FUNCTION current_organization() RETURNS integer LANGUAGE sql STABLE
  AS $$ SELECT nullif(current_setting('kurenda.organization', true), '')::integer $$;

CREATE TABLE organization (
  id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  language text NOT NULL DEFAULT 'pl',
  time_zone text NOT NULL DEFAULT 'Europe/Warsaw',
  quiet_from time NOT NULL DEFAULT '21:00',
  quiet_until time NOT NULL DEFAULT '07:00',
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Staff sign-in: better-auth's own tables, global by its design.
CREATE TABLE "user" (
  id text PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, "emailVerified" boolean NOT NULL DEFAULT false,
  image text, "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE "session" (
  id text PRIMARY KEY, "expiresAt" timestamptz NOT NULL, token text NOT NULL UNIQUE,
  "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now(),
  "ipAddress" text, "userAgent" text, "userId" text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE
);
CREATE INDEX session_of_user ON "session" ("userId");
CREATE TABLE "account" (
  id text PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
  "userId" text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  "accessToken" text, "refreshToken" text, "idToken" text, "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz, scope text, password text,
  "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX account_of_user ON "account" ("userId");
CREATE TABLE "verification" (
  id text PRIMARY KEY, identifier text NOT NULL, value text NOT NULL, "expiresAt" timestamptz NOT NULL,
  "createdAt" timestamptz NOT NULL DEFAULT now(), "updatedAt" timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verification_identifier ON "verification" (identifier);
CREATE TABLE "rateLimit" (
  id text PRIMARY KEY DEFAULT gen_random_uuid()::text, key text NOT NULL UNIQUE, count integer NOT NULL, "lastRequest" bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "user", "session", "account", "verification", "rateLimit" TO kurenda_api;

CREATE TABLE membership (
  organization_id integer NOT NULL REFERENCES organization (id),
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('administrator', 'editor', 'approver', 'duty_officer', 'agent', 'auditor')),
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);

-- Keys of integrators and of the command line. Only a SHA-256 of the key is kept.
CREATE TABLE api_key (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  hash bytea NOT NULL UNIQUE,
  scopes text[] NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz,
  PRIMARY KEY (organization_id, id)
);

-- Look-ups before the organization is known.
CREATE FUNCTION find_api_key(key_hash bytea) RETURNS TABLE (organization_id integer, id bigint, name text, scopes text[])
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT k.organization_id, k.id, k.name, k.scopes FROM api_key k WHERE k.hash = key_hash AND k.revoked_at IS NULL $$;
CREATE FUNCTION find_memberships(of_user text) RETURNS TABLE (organization_id integer, role text, slug text, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT m.organization_id, m.role, o.slug, o.name FROM membership m JOIN organization o ON o.id = m.organization_id
        WHERE m.user_id = of_user ORDER BY m.organization_id $$;

CREATE TABLE contact (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text,
  language text NOT NULL DEFAULT 'pl',
  fields jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id)
);

-- A number or an e-mail address, whoever it belongs to; several people may share one.
CREATE TABLE address (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL DEFAULT 'phone' CHECK (kind IN ('phone', 'email')),
  value text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, kind, value)
);
CREATE TABLE contact_address (
  organization_id integer NOT NULL,
  contact_id bigint NOT NULL,
  address_id bigint NOT NULL,
  PRIMARY KEY (organization_id, contact_id, address_id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, address_id) REFERENCES address (organization_id, id)
);
CREATE INDEX contact_address_by_address ON contact_address (organization_id, address_id);

CREATE TABLE contact_group (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  keyword text,                       -- folded; who texts it joins the group
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name),
  UNIQUE (organization_id, keyword)
);
CREATE TABLE group_member (
  organization_id integer NOT NULL,
  group_id bigint NOT NULL,
  contact_id bigint NOT NULL,
  added_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, group_id, contact_id),
  FOREIGN KEY (organization_id, group_id) REFERENCES contact_group (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, contact_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX group_member_by_contact ON group_member (organization_id, contact_id);

CREATE TABLE opt_out (
  organization_id integer NOT NULL,
  address_id bigint NOT NULL,
  at timestamptz NOT NULL,
  source text NOT NULL,               -- sms | staff | import
  PRIMARY KEY (organization_id, address_id),
  FOREIGN KEY (organization_id, address_id) REFERENCES address (organization_id, id)
);
-- Who consented to or refused what, when, and by which words. Only ever added to.
CREATE TABLE consent_event (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  address_id bigint NOT NULL,
  what text NOT NULL CHECK (what IN ('opt_in', 'opt_out')),
  words text,
  source text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE TABLE channel (
  organization_id integer NOT NULL REFERENCES organization (id),
  id integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  name text NOT NULL,
  type text NOT NULL,
  config jsonb NOT NULL,
  sender text NOT NULL,               -- E.164 or a name of at most 11 characters
  rate_per_second integer,            -- NULL: as fast as the provider takes
  price_per_part integer NOT NULL DEFAULT 800,  -- 1/10000 of the currency
  currency text NOT NULL DEFAULT 'PLN',
  number_policy jsonb NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1, -- a change makes the gateway open the session anew
  enabled boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
-- Which gateway holds the channel's session. A higher fence makes every older holder powerless.
CREATE TABLE channel_lease (
  channel_id integer PRIMARY KEY,
  holder text,
  fence bigint NOT NULL DEFAULT 0,
  until timestamptz NOT NULL DEFAULT '-infinity',
  status jsonb NOT NULL DEFAULT '{"is":"down","reason":"not started","final":false}',
  status_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE broadcast (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  template text NOT NULL,
  channel_id integer NOT NULL,
  sender text NOT NULL,
  priority text NOT NULL DEFAULT 'bulk' CHECK (priority IN ('emergency', 'interactive', 'normal', 'bulk')),
  state text NOT NULL DEFAULT 'draft'
    CHECK (state IN ('draft', 'scheduled', 'expanding', 'sending', 'paused', 'finished', 'cancelled')),
  columns text[] NOT NULL DEFAULT '{}',
  recipients integer NOT NULL DEFAULT 0,
  parts integer NOT NULL DEFAULT 0,
  cost bigint NOT NULL DEFAULT 0,     -- 1/10000 of the currency
  validity_seconds integer NOT NULL DEFAULT 172800,
  send_at timestamptz,
  sent_on date,                       -- copied to each of its messages
  expanded integer NOT NULL DEFAULT 0,
  created_by text,
  created_at timestamptz NOT NULL DEFAULT now(),
  confirmed_at timestamptz,
  started_at timestamptz,
  finished_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, channel_id) REFERENCES channel (organization_id, id)
);
CREATE INDEX broadcast_due ON broadcast (send_at) WHERE state = 'scheduled';
CREATE INDEX broadcast_running ON broadcast (id) WHERE state IN ('expanding', 'sending', 'paused', 'cancelled');

-- Who gets the broadcast, in the order of the list, each address once. Values are aligned to broadcast.columns.
CREATE TABLE broadcast_recipient (
  organization_id integer NOT NULL,
  broadcast_id bigint NOT NULL,
  address_id bigint NOT NULL,
  position integer NOT NULL,
  to_value text NOT NULL,
  fields text[] NOT NULL,
  PRIMARY KEY (organization_id, broadcast_id, address_id)
);
CREATE INDEX broadcast_recipient_in_order ON broadcast_recipient (organization_id, broadcast_id, position);

-- Kept by the writer, so that no screen ever counts messages. The states are lifecycle.ts's numbers.
CREATE TABLE broadcast_counter (
  organization_id integer NOT NULL,
  broadcast_id bigint NOT NULL,
  state smallint NOT NULL,
  count integer NOT NULL,
  PRIMARY KEY (organization_id, broadcast_id, state)
) WITH (fillfactor = 50);

-- A block of a thousand numbers at each call: the messages of a chunk lie side by side.
CREATE SEQUENCE message_block INCREMENT BY 1000 START 1000;

CREATE TABLE message (
  organization_id integer NOT NULL,
  sent_on date NOT NULL,
  id bigint NOT NULL,
  broadcast_id bigint,
  address_id bigint NOT NULL,
  channel_id integer NOT NULL,
  state smallint NOT NULL,
  attempt smallint NOT NULL DEFAULT 0,
  parts smallint NOT NULL,
  delivered_parts integer NOT NULL DEFAULT 0,  -- a bit for each part that a receipt confirmed
  submitted_at timestamptz,
  settled_at timestamptz,
  reason text,                        -- why it failed or is uncertain, as the provider said it
  PRIMARY KEY (organization_id, sent_on, id),
  -- The day is not second: without statistics the planner would take this index for a look-up by day and id.
  UNIQUE (organization_id, broadcast_id, sent_on, address_id)
) PARTITION BY RANGE (sent_on);
CREATE TABLE message_body (
  organization_id integer NOT NULL,
  sent_on date NOT NULL,
  id bigint NOT NULL,
  to_value text NOT NULL,
  from_value text NOT NULL,
  text text NOT NULL,
  validity_seconds integer,
  PRIMARY KEY (organization_id, sent_on, id)
) PARTITION BY RANGE (sent_on);
CREATE TABLE message_event (
  organization_id integer NOT NULL,
  sent_on date NOT NULL,
  message_id bigint NOT NULL,
  at timestamptz NOT NULL,
  state smallint NOT NULL,
  reason text
) PARTITION BY RANGE (sent_on);
CREATE TABLE message_ref (
  channel_id integer NOT NULL,
  ref text NOT NULL,
  day date NOT NULL,                  -- the day of the submit
  organization_id integer NOT NULL,
  sent_on date NOT NULL,
  message_id bigint NOT NULL,
  part smallint NOT NULL
) PARTITION BY RANGE (day);
CREATE INDEX message_ref_by_ref ON message_ref (channel_id, ref);
CREATE INDEX message_event_of ON message_event (organization_id, message_id);
CREATE INDEX message_uncertain ON message (channel_id, id) WHERE state = 5;
CREATE INDEX message_address ON message (organization_id, address_id, id);

-- Partitions by month, made ahead by the worker.
CREATE FUNCTION create_partitions(from_month date, months integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE parent text; first date; suffix text; storage text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['message', 'message_body', 'message_event', 'message_ref'] LOOP
    FOR i IN 0 .. months - 1 LOOP
      first := date_trunc('month', from_month) + make_interval(months => i);
      suffix := to_char(first, 'YYYY_MM');
      storage := CASE parent WHEN 'message' THEN 'WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)' ELSE '' END;
      EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L) %s',
        parent || '_' || suffix, parent, first, first + interval '1 month', storage);
    END LOOP;
  END LOOP;
END $$;
SELECT create_partitions((now() - interval '1 month')::date, 4);
GRANT EXECUTE ON FUNCTION create_partitions(date, integer) TO kurenda_engine;

-- What the gateways claim: a range of messages, or the few that are named. Messages are not touched at a claim.
CREATE TABLE dispatch_chunk (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  organization_id integer NOT NULL,
  channel_id integer NOT NULL,
  sent_on date NOT NULL,
  broadcast_id bigint,
  priority smallint NOT NULL,
  not_before timestamptz NOT NULL,
  first_id bigint NOT NULL,
  last_id bigint NOT NULL,
  ids bigint[],                       -- when set: exactly these, ascending
  attempt smallint NOT NULL DEFAULT 0,
  mark bigint NOT NULL DEFAULT 0,     -- messages up to this id may have been sent
  fence bigint,                       -- of the lease under which it is being sent
  queued_at timestamptz NOT NULL DEFAULT now(), -- kept through retries: validity counts from it
  held boolean NOT NULL DEFAULT false -- its broadcast is paused
) WITH (fillfactor = 50);
CREATE INDEX dispatch_chunk_due ON dispatch_chunk (channel_id, priority, not_before, id) WHERE fence IS NULL AND NOT held;
CREATE INDEX dispatch_chunk_open ON dispatch_chunk (channel_id, fence) WHERE fence IS NOT NULL;
CREATE INDEX dispatch_chunk_of_broadcast ON dispatch_chunk (organization_id, broadcast_id);

-- Receipts that no message is known for yet; they are matched when it is.
CREATE TABLE parked_receipt (
  channel_id integer NOT NULL,
  ref text NOT NULL,                  -- one of its spellings (decimal, hexadecimal): a row for each
  told text NOT NULL,                 -- as the provider spelt it
  state text NOT NULL,
  code text,
  address text,
  text text,
  at timestamptz NOT NULL,
  PRIMARY KEY (channel_id, ref, state)
);
CREATE INDEX parked_receipt_told ON parked_receipt (channel_id, told);

CREATE TABLE inbound_part (
  organization_id integer NOT NULL,
  channel_id integer NOT NULL,
  from_value text NOT NULL,
  to_value text NOT NULL,
  reference integer NOT NULL,
  total smallint NOT NULL,
  number smallint NOT NULL,
  coding text NOT NULL,
  bytes bytea NOT NULL,
  connection text NOT NULL,
  at timestamptz NOT NULL,
  joined boolean NOT NULL DEFAULT false, -- its text is whole already; kept a while to know a repeated part
  PRIMARY KEY (organization_id, channel_id, from_value, to_value, reference, total, number)
);
-- Every text that came in, whole; the router takes them from here.
CREATE TABLE inbound (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  channel_id integer NOT NULL,
  from_value text NOT NULL,
  to_value text NOT NULL,
  text text NOT NULL,
  digest bytea NOT NULL,
  connection text NOT NULL,
  at timestamptz NOT NULL,
  routed_at timestamptz,
  route text,                         -- what the router decided
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX inbound_waiting ON inbound (id) WHERE routed_at IS NULL;
CREATE INDEX inbound_repeats ON inbound (organization_id, channel_id, from_value, digest, at);

CREATE TABLE conversation (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  address_id bigint NOT NULL,
  channel_id integer NOT NULL,
  broadcast_id bigint,                -- the broadcast it answers
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'answered', 'closed')),
  unread integer NOT NULL DEFAULT 0,
  last_text text NOT NULL DEFAULT '',
  last_at timestamptz NOT NULL,
  waiting_since timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, address_id) REFERENCES address (organization_id, id)
);
CREATE INDEX conversation_latest ON conversation (organization_id, last_at DESC, id DESC);
CREATE INDEX conversation_address ON conversation (organization_id, address_id, id DESC);
CREATE TABLE conversation_entry (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  conversation_id bigint NOT NULL,
  direction text NOT NULL CHECK (direction IN ('in', 'out')),
  text text NOT NULL,
  at timestamptz NOT NULL,
  author text,                        -- staff name; NULL for the resident and automatic answers
  sent_on date,
  message_id bigint,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, conversation_id) REFERENCES conversation (organization_id, id)
);
CREATE INDEX conversation_entry_message ON conversation_entry (organization_id, message_id) WHERE message_id IS NOT NULL;
CREATE INDEX conversation_entry_of ON conversation_entry (organization_id, conversation_id, id);

-- A keyword and its automatic answer.
CREATE TABLE keyword (
  organization_id integer NOT NULL REFERENCES organization (id),
  word text NOT NULL,                 -- folded
  answer text NOT NULL,
  group_id bigint,                    -- who writes it joins this group
  PRIMARY KEY (organization_id, word)
);

CREATE TABLE idempotency_key (
  organization_id integer NOT NULL,
  key text NOT NULL,
  digest bytea NOT NULL,              -- of the request; another body under the same key is an error
  status smallint,
  response jsonb,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, key)
);

-- Coarse news, drained with SKIP LOCKED (never by "id > last", which misses late commits).
CREATE TABLE outbox (
  id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  organization_id integer NOT NULL,
  kind text NOT NULL,
  payload jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Row-level security on everything that belongs to an organization.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['membership','api_key','contact','address','contact_address','contact_group','group_member','opt_out',
    'consent_event','channel','broadcast','broadcast_recipient','broadcast_counter','message','message_body','message_event',
    'message_ref','dispatch_chunk','inbound_part','inbound','conversation','conversation_entry','keyword','idempotency_key','outbox'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('CREATE POLICY own_organization ON %I TO kurenda_api USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization())', t);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO kurenda_engine', t);
  END LOOP;
END $$;
ALTER TABLE organization ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_organization ON organization TO kurenda_api USING (id = current_organization());
GRANT SELECT ON organization TO kurenda_engine, kurenda_api;
GRANT UPDATE (name, language, time_zone, quiet_from, quiet_until) ON organization TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON channel_lease, parked_receipt TO kurenda_engine;
GRANT SELECT ON channel_lease TO kurenda_api;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kurenda_engine, kurenda_api;

-- What a request may do itself; messages are written by the engine, and read here.
GRANT SELECT ON membership, api_key, message, message_body, message_event, inbound, broadcast_counter, dispatch_chunk TO kurenda_api;
GRANT INSERT, UPDATE ON api_key, membership TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON contact, address, contact_address, contact_group, group_member, opt_out, channel,
  broadcast, broadcast_recipient, conversation, conversation_entry, keyword, idempotency_key TO kurenda_api;
GRANT SELECT, INSERT ON consent_event, outbox TO kurenda_api;
