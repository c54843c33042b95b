-- Audience: contacts as an office keeps them, their own fields, notes, segments, merges, imports; search at a million contacts.

-- Counts of the audience may use both cores. Wrapped in a SELECT the function is called once a query, not once a row.
ALTER FUNCTION current_organization() PARALLEL SAFE;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['contact','address','contact_address','contact_group','group_member','opt_out'] LOOP
    EXECUTE format('ALTER POLICY own_organization ON %I USING (organization_id = (SELECT current_organization()))
      WITH CHECK (organization_id = (SELECT current_organization()))', t);
  END LOOP;
END $$;

-- Letters without their marks, small; a number without its plus sign. Immutable as long as the dictionary is.
-- Without a search_path of its own, which would cost each of a list's 100,000 rows another 5 µs.
CREATE FUNCTION search_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$ SELECT replace(lower(public.unaccent('public.unaccent'::regdictionary, words)), '+', '') $$;

-- What a person types, as patterns that must all be found: digits joined as one number (600 100 301), at most five words.
-- One or two letters count only at the beginning of a word: a trigram index knows three letters, or two after a space.
CREATE FUNCTION search_patterns(typed text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SET search_path = public AS $$
  SELECT coalesce(array_agg(CASE WHEN length(w) < 3 THEN '% ' ELSE '%' END || regexp_replace(w, '([\\%_])', '\\\1', 'g') || '%'), '{}')
  FROM (
    SELECT w FROM regexp_split_to_table(
      regexp_replace(regexp_replace(search_fold(typed), '(?<=\d)[\s().-]+(?=\d)', '', 'g'), '(?<!\d)00(?=\d{9})', '', 'g'), '\s+') AS w
    WHERE w <> '' LIMIT 5) AS words
$$;

ALTER TABLE contact
  ADD COLUMN version integer NOT NULL DEFAULT 1,
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN trashed_at timestamptz,          -- gets nothing; erased 30 days later
  ADD COLUMN merged_into bigint,              -- trashed because it is the same person as that one
  ADD COLUMN import_id bigint,                -- the import that made it
  ADD COLUMN phone_id bigint,                 -- the first of its numbers: the one that is texted
  ADD COLUMN addresses text NOT NULL DEFAULT '', -- all of them, for the search; both kept by the trigger below
  ADD COLUMN search text NOT NULL GENERATED ALWAYS AS (' ' || search_fold(coalesce(name, '') || ' ' || addresses)) STORED;
ALTER TABLE contact_address ADD COLUMN position smallint NOT NULL DEFAULT 0;
ALTER TABLE group_member ADD COLUMN import_id bigint;
ALTER TABLE opt_out ADD COLUMN by text, ADD COLUMN reason text;
ALTER TABLE consent_event ADD COLUMN by text;
REVOKE UPDATE, DELETE, TRUNCATE ON consent_event FROM kurenda_engine, kurenda_api;
CREATE INDEX consent_event_of ON consent_event (organization_id, address_id, id);
CREATE INDEX opt_out_latest ON opt_out (organization_id, at DESC, address_id DESC);

-- Keeps phone_id and addresses of the contacts whose addresses changed: one look-up each, whatever the planner believes of
-- tables without statistics.
CREATE FUNCTION tell_addresses() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $$
BEGIN
  UPDATE contact c SET phone_id = n.phone_id, addresses = n.addresses
  FROM (SELECT DISTINCT organization_id, contact_id FROM changed) AS t
  CROSS JOIN LATERAL (
    SELECT (array_agg(a.id ORDER BY ca.position, a.id) FILTER (WHERE a.kind = 'phone'))[1] AS phone_id,
      coalesce(string_agg(a.value, ' ' ORDER BY ca.position, a.id), '') AS addresses
    FROM contact_address ca JOIN address a ON a.organization_id = ca.organization_id AND a.id = ca.address_id
    WHERE ca.organization_id = t.organization_id AND ca.contact_id = t.contact_id) AS n
  WHERE c.organization_id = t.organization_id AND c.id = t.contact_id
    AND (c.phone_id, c.addresses) IS DISTINCT FROM (n.phone_id, n.addresses);
  RETURN NULL;
END $$;
-- An import writes both columns itself with COPY and says so: the trigger would add 40 ms to each batch of 2,000.
CREATE TRIGGER tell_added_addresses AFTER INSERT ON contact_address REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  WHEN (current_setting('kurenda.addresses_told', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION tell_addresses();
CREATE TRIGGER tell_moved_addresses AFTER UPDATE ON contact_address REFERENCING NEW TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION tell_addresses();
CREATE TRIGGER tell_removed_addresses AFTER DELETE ON contact_address REFERENCING OLD TABLE AS changed FOR EACH STATEMENT
  EXECUTE FUNCTION tell_addresses();

-- What was there before.
UPDATE contact c SET phone_id = n.phone_id, addresses = n.addresses
FROM (
  SELECT ca.organization_id, ca.contact_id, (array_agg(a.id ORDER BY a.id) FILTER (WHERE a.kind = 'phone'))[1] AS phone_id,
    string_agg(a.value, ' ' ORDER BY a.id) AS addresses
  FROM contact_address ca JOIN address a ON a.organization_id = ca.organization_id AND a.id = ca.address_id
  GROUP BY ca.organization_id, ca.contact_id) AS n
WHERE c.organization_id = n.organization_id AND c.id = n.contact_id;

-- What an import adds is sorted in by 16 MB (in kB), not by 4: fewer rounds over the same pages.
CREATE INDEX contact_search ON contact USING gin (search gin_trgm_ops) WITH (gin_pending_list_limit = 16384);
CREATE INDEX contact_fields ON contact USING gin (fields jsonb_path_ops) WITH (gin_pending_list_limit = 16384);
-- The key tells who can be reached, so that an audience is counted without the table.
ALTER TABLE contact DROP CONSTRAINT contact_pkey CASCADE;
ALTER TABLE contact ADD PRIMARY KEY (organization_id, id) INCLUDE (phone_id, trashed_at, merged_into);
ALTER TABLE contact_address ADD FOREIGN KEY (organization_id, contact_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE;
ALTER TABLE group_member ADD FOREIGN KEY (organization_id, contact_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE;
CREATE INDEX contact_trashed ON contact (organization_id, trashed_at) WHERE trashed_at IS NOT NULL;

-- Row-level security keeps these two indexes from a request's own queries (LIKE and @> are not leakproof): 44 ms became 194 ms.
CREATE FUNCTION contacts_matching(typed text) RETURNS SETOF bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public AS $$
DECLARE patterns text[] := search_patterns(typed);
DECLARE conditions text;
BEGIN
  -- Each pattern a condition of its own: LIKE ALL finds no index.
  SELECT string_agg(format('search LIKE $1[%s]', i), ' AND ') INTO conditions FROM generate_series(1, cardinality(patterns)) AS i;
  RETURN QUERY EXECUTE format('SELECT id FROM contact WHERE organization_id = $2 AND trashed_at IS NULL AND (%s)', coalesce(conditions, 'true'))
    USING patterns, current_organization();
END $$;
CREATE FUNCTION contacts_with_fields(wanted jsonb) RETURNS SETOF bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT id FROM contact WHERE organization_id = current_organization() AND fields @> wanted $$;
REVOKE EXECUTE ON FUNCTION contacts_matching(text), contacts_with_fields(jsonb), tell_addresses() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contacts_matching(text), contacts_with_fields(jsonb) TO kurenda_api;

-- A field that the office defined. Its key is what contact.fields and templates call it, and stays when the label changes.
CREATE TABLE contact_field (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  label text NOT NULL,
  type text NOT NULL CHECK (type IN ('text', 'number', 'date', 'yes_no', 'choice')),
  choices text[] NOT NULL DEFAULT '{}', -- of yes_no: the word for yes, the word for no
  position integer NOT NULL DEFAULT 0,
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, key)
);
CREATE TABLE contact_note (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  contact_id bigint NOT NULL,
  text text NOT NULL,
  author text NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, contact_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_note_of ON contact_note (organization_id, contact_id, id);
-- A saved filter: who belongs to it is found anew at each use.
CREATE TABLE segment (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  condition jsonb NOT NULL,           -- packages/contract/src/segments.ts
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
-- Two contacts made one, with what is needed to part them again.
CREATE TABLE contact_merge (
  organization_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  kept_id bigint NOT NULL,
  merged_id bigint NOT NULL,
  before jsonb NOT NULL,              -- name, language and fields of the kept one
  kept_version integer NOT NULL,      -- of the kept one after the merge: changed since, it cannot be undone
  added_addresses bigint[] NOT NULL,
  added_groups bigint[] NOT NULL,
  moved_notes bigint[] NOT NULL,
  by text NOT NULL,
  at timestamptz NOT NULL,
  undone_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, kept_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, merged_id) REFERENCES contact (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_merge_of_kept ON contact_merge (organization_id, kept_id);
CREATE INDEX contact_merge_of_merged ON contact_merge (organization_id, merged_id);

CREATE TABLE contact_import (
  organization_id integer NOT NULL REFERENCES organization (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL DEFAULT 'contacts' CHECK (kind IN ('contacts', 'opt_outs')),
  group_id bigint,
  group_name text,
  state text NOT NULL DEFAULT 'running' CHECK (state IN ('running', 'finished', 'failed', 'undone')),
  columns text[] NOT NULL DEFAULT '{}',
  imported integer NOT NULL DEFAULT 0,
  duplicates integer NOT NULL DEFAULT 0,
  rejected integer NOT NULL DEFAULT 0,
  first_contact_id bigint,            -- the contacts that it made lie between these
  last_contact_id bigint,
  by text,
  started_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz,
  PRIMARY KEY (organization_id, id)
);
-- The first 10,000 lines that were refused, kept 30 days for the report.
CREATE TABLE contact_import_line (
  organization_id integer NOT NULL,
  import_id bigint NOT NULL,
  line integer NOT NULL,
  reason text NOT NULL,
  values text[] NOT NULL,             -- aligned to contact_import.columns; empty where the line could not be parted
  FOREIGN KEY (organization_id, import_id) REFERENCES contact_import (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_import_line_of ON contact_import_line (organization_id, import_id, line);

SELECT keep_inside_organization(t::regclass)
FROM unnest(ARRAY['contact_field','contact_note','segment','contact_merge','contact_import','contact_import_line']) AS t;
GRANT SELECT, INSERT, UPDATE, DELETE ON contact_field, contact_note, segment, contact_merge, contact_import TO kurenda_api;
GRANT SELECT ON contact_import_line TO kurenda_api;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kurenda_engine, kurenda_api;
