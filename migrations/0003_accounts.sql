-- Accounts: units, staff who may be let go, invitations, keys that end, attempts at a password, and the chained audit.

-- A department of the office. Queues and budgets belong to units.
CREATE TABLE unit (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
SELECT keep_inside_organization('unit');
GRANT SELECT, INSERT, DELETE, UPDATE (name) ON unit TO kurenda_api;

-- `id` is the member of staff as this organization knows them: the same person has another one elsewhere.
ALTER TABLE membership
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY,
  ADD COLUMN deactivated_at timestamptz,
  ADD COLUMN chosen_at timestamptz,      -- when they last chose this of their organizations
  ADD CONSTRAINT membership_id UNIQUE (organization_id, id);
CREATE INDEX membership_of_user ON membership (user_id);
ALTER TABLE "session" ADD COLUMN "organizationId" integer REFERENCES organization (id);
UPDATE "session" s SET "organizationId" = (SELECT min(m.organization_id) FROM membership m WHERE m.user_id = s."userId");

CREATE TABLE unit_member (
  organization_id integer NOT NULL,
  unit_id bigint NOT NULL,
  staff_id bigint NOT NULL,
  PRIMARY KEY (organization_id, unit_id, staff_id),
  FOREIGN KEY (organization_id, unit_id) REFERENCES unit (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, staff_id) REFERENCES membership (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX unit_member_by_staff ON unit_member (organization_id, staff_id);
SELECT keep_inside_organization('unit_member');
GRANT SELECT, INSERT, DELETE ON unit_member TO kurenda_api;

-- Only a SHA-256 of the link's token is kept. The first administrator's has no address: they enter their own.
CREATE TABLE invitation (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  email text,
  name text,
  role text NOT NULL CHECK (role IN ('administrator', 'editor', 'approver', 'duty_officer', 'agent', 'auditor')),
  unit_ids bigint[] NOT NULL DEFAULT '{}',
  token_hash bytea NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  accepted_at timestamptz,
  revoked_at timestamptz,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX invitation_by_token ON invitation (token_hash);
SELECT keep_inside_organization('invitation');
GRANT SELECT, INSERT, UPDATE (accepted_at, revoked_at) ON invitation TO kurenda_api;

-- Global like the accounts whose passwords these links set.
CREATE TABLE password_reset (
  token_hash bytea PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX password_reset_of_user ON password_reset (user_id);
GRANT SELECT, INSERT, DELETE ON password_reset TO kurenda_api;

-- Failures at an account or from an address, counted from the first; better-auth prunes its own table after a minute.
CREATE TABLE attempt (
  key text PRIMARY KEY,
  count integer NOT NULL,
  since timestamptz NOT NULL
);
CREATE INDEX attempt_by_age ON attempt (since);
GRANT SELECT, INSERT, UPDATE, DELETE ON attempt TO kurenda_api;

ALTER TABLE api_key
  ADD COLUMN expires_at timestamptz,
  ADD COLUMN last_used_on date;
REVOKE UPDATE ON api_key FROM kurenda_api;
GRANT UPDATE (revoked_at, last_used_on) ON api_key TO kurenda_api;
REVOKE UPDATE ON membership FROM kurenda_api;
GRANT UPDATE (role, deactivated_at, chosen_at) ON membership TO kurenda_api;

-- Look-ups before the organization is known.
DROP FUNCTION find_api_key(bytea);
CREATE FUNCTION find_api_key(key_hash bytea)
  RETURNS TABLE (organization_id integer, id bigint, name text, scopes text[], expires_at timestamptz, last_used_on date)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT k.organization_id, k.id, k.name, k.scopes, k.expires_at, k.last_used_on
        FROM api_key k WHERE k.hash = key_hash AND k.revoked_at IS NULL $$;
DROP FUNCTION find_memberships(text);
CREATE FUNCTION find_memberships(of_user text)
  RETURNS TABLE (organization_id integer, staff_id bigint, role text, slug text, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT m.organization_id, m.id, m.role, o.slug, o.name FROM membership m JOIN organization o ON o.id = m.organization_id
        WHERE m.user_id = of_user AND m.deactivated_at IS NULL ORDER BY m.chosen_at DESC NULLS LAST, m.organization_id $$;
CREATE FUNCTION find_invitation(of_token bytea) RETURNS TABLE (organization_id integer, id bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT i.organization_id, i.id FROM invitation i WHERE i.token_hash = of_token $$;
-- Whether someone works elsewhere too: then no single office may take over their account.
CREATE FUNCTION works_elsewhere(of_user text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT EXISTS (SELECT FROM membership m WHERE m.user_id = of_user AND m.organization_id IS DISTINCT FROM current_organization()) $$;
REVOKE EXECUTE ON FUNCTION find_api_key(bytea), find_memberships(text), find_invitation(bytea), works_elsewhere(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_api_key(bytea), find_memberships(text), find_invitation(bytea), works_elsewhere(text) TO kurenda_api;

-- The audit: who did what to what. Ids and codes only; never changed, never removed, each entry chained to the one before.
CREATE TABLE audit_entry (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  actor text NOT NULL CHECK (actor ~ '^((staff|key):[0-9]+|system)$'),
  verb text NOT NULL CHECK (verb ~ '^[a-z][a-z-]{0,39}$'),
  noun text NOT NULL CHECK (noun ~ '^[a-z][a-z-]{0,39}$'),
  subject text NOT NULL DEFAULT '' CHECK (subject ~ '^[A-Za-z0-9_.:-]{0,64}$'),
  details text NOT NULL DEFAULT '{}' CHECK (details IS JSON OBJECT AND octet_length(details) <= 2000 AND details !~ '[\n\r]'),
  seq bigint,                         -- 1, 2, 3 … in each organization; set with the hash at the commit
  hash bytea,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, seq),
  UNIQUE (organization_id, hash),
  CHECK ((seq IS NULL) = (hash IS NULL))
);
SELECT keep_inside_organization('audit_entry');
REVOKE INSERT, UPDATE, DELETE ON audit_entry FROM kurenda_engine;
GRANT INSERT (organization_id, actor, verb, noun, subject, details) ON audit_entry TO kurenda_engine, kurenda_api;
GRANT SELECT ON audit_entry TO kurenda_api;

-- The end of each organization's chain.
CREATE TABLE audit_head (
  organization_id integer PRIMARY KEY REFERENCES organization (id),
  seq bigint NOT NULL,
  hash bytea NOT NULL
);
SELECT keep_inside_organization('audit_head');
REVOKE INSERT, UPDATE, DELETE ON audit_head FROM kurenda_engine;
GRANT SELECT ON audit_head TO kurenda_api;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seq IS NULL AND NEW.seq IS NOT NULL
     AND to_jsonb(NEW) - ARRAY['seq', 'hash'] = to_jsonb(OLD) - ARRAY['seq', 'hash'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'the audit is only ever added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER never_changed BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER never_emptied BEFORE TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();

-- Chains an entry at the commit of the act it speaks of. The row of audit_head makes acts of one organization commit one after
-- another: every other lock of the transaction is taken by then, so that nobody who waits here is waited for, and a rollback
-- leaves no gap. The hash is of the previous hash and of the fields in this order, a line each (packages/contract/src/audit.ts).
CREATE FUNCTION chain_audit_entry() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE head audit_head;
BEGIN
  SELECT * INTO head FROM audit_head WHERE organization_id = NEW.organization_id FOR UPDATE;
  IF NOT FOUND THEN
    INSERT INTO audit_head VALUES (NEW.organization_id, 0, decode(repeat('00', 32), 'hex')) ON CONFLICT DO NOTHING;
    SELECT * INTO head FROM audit_head WHERE organization_id = NEW.organization_id FOR UPDATE;
  END IF;
  head.seq := head.seq + 1;
  head.hash := sha256(convert_to(concat_ws(E'\n', encode(head.hash, 'hex'), NEW.organization_id, head.seq,
    to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), NEW.actor, NEW.verb, NEW.noun, NEW.subject, NEW.details), 'UTF8'));
  UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE organization_id = NEW.organization_id;
  UPDATE audit_entry SET seq = head.seq, hash = head.hash WHERE organization_id = NEW.organization_id AND id = NEW.id;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION chain_audit_entry() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER chained_at_commit AFTER INSERT ON audit_entry DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION chain_audit_entry();
