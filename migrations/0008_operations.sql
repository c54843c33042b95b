-- What a town needs to be looked after: since when a channel is down, what its gateway has in hand, partitions that are never
-- missing, and references that were not checked so far.

ALTER TABLE channel_lease
  ADD down_since timestamptz DEFAULT now(), -- NULL while its session is up
  ADD load jsonb NOT NULL DEFAULT '{}';     -- what the gateway had in hand when it last renewed the lease
UPDATE channel_lease SET down_since = CASE WHEN status ->> 'is' = 'up' THEN NULL ELSE status_at END;

-- A row of a month that nobody made a partition for lands here instead of being refused; the next create_partitions moves it.
CREATE TABLE message_default PARTITION OF message DEFAULT WITH (fillfactor = 70);
CREATE TABLE message_body_default PARTITION OF message_body DEFAULT;
CREATE TABLE message_event_default PARTITION OF message_event DEFAULT;
CREATE TABLE message_ref_default PARTITION OF message_ref DEFAULT;

-- A month that is there already costs no lock on its parent.
CREATE OR REPLACE FUNCTION create_partitions(from_month date, months integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE parent text; first date; next date; part text; key text; storage text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['message', 'message_body', 'message_event', 'message_ref'] LOOP
    key := CASE parent WHEN 'message_ref' THEN 'day' ELSE 'sent_on' END;
    storage := CASE parent WHEN 'message' THEN 'WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)' ELSE '' END;
    FOR i IN 0 .. months - 1 LOOP
      first := date_trunc('month', from_month) + make_interval(months => i);
      next := first + interval '1 month';
      part := parent || '_' || to_char(first, 'YYYY_MM');
      CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
      EXECUTE format('LOCK TABLE ONLY %I IN SHARE ROW EXCLUSIVE MODE', parent);
      CONTINUE WHEN to_regclass(quote_ident(part)) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL) %s', part, parent, storage);
      EXECUTE format('WITH moved AS (DELETE FROM %I WHERE %I >= %L AND %I < %L RETURNING *) INSERT INTO %I SELECT * FROM moved',
        parent || '_default', key, first, key, next, part);
      EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', parent, part, first, next);
    END LOOP;
  END LOOP;
END $$;

-- A unit that has budgets cannot go; of one that went, its broadcasts are the whole organization's.
UPDATE broadcast b SET unit_id = NULL
  WHERE unit_id IS NOT NULL AND NOT EXISTS (SELECT FROM unit u WHERE u.organization_id = b.organization_id AND u.id = b.unit_id);
DELETE FROM budget b
  WHERE unit_id IS NOT NULL AND NOT EXISTS (SELECT FROM unit u WHERE u.organization_id = b.organization_id AND u.id = b.unit_id);
ALTER TABLE broadcast
  ADD FOREIGN KEY (organization_id, unit_id) REFERENCES unit (organization_id, id) ON DELETE SET NULL (unit_id),
  -- The template that its text was taken from, and which version of it.
  ADD template_id bigint,
  ADD template_version integer,
  ADD prepared_at timestamptz,             -- when its recipients were counted; who is put in trash since then gets nothing
  ADD FOREIGN KEY (organization_id, template_id, template_version) REFERENCES template_version (organization_id, template_id, version);
ALTER TABLE budget ADD FOREIGN KEY (organization_id, unit_id) REFERENCES unit (organization_id, id);
CREATE INDEX broadcast_of_unit ON broadcast (organization_id, unit_id) WHERE unit_id IS NOT NULL;

CREATE INDEX contact_lately_trashed ON contact (trashed_at) WHERE trashed_at IS NOT NULL;

-- What is forgotten by age is found by age; rows are written in the order of time, so that a few blocks of index do.
CREATE INDEX idempotency_key_by_age ON idempotency_key USING brin (created_at);
CREATE INDEX broadcast_unconfirmed ON broadcast (created_at) WHERE state IN ('draft', 'review', 'approved');
CREATE INDEX invitation_ended ON invitation (expires_at);
CREATE INDEX password_reset_ended ON password_reset (expires_at);
GRANT SELECT, DELETE ON password_reset TO kurenda_engine;
