-- A batch changes whole pages of messages in one transaction, and each changed row is 16 bytes longer (it has times now): only where
-- more than half of a page was left free do they all stay on it. At 70 % half of the changes went to other pages, and wrote to three
-- indexes each: 24–34 µs of PostgreSQL a message, not 13–17. The heap grows to the same size either way, the indexes stay smaller.
CREATE OR REPLACE FUNCTION create_partitions(from_month date, months integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE parent text; first date; next date; part text; key text; storage text;
BEGIN
  FOREACH parent IN ARRAY ARRAY['message', 'message_body', 'message_event', 'message_ref'] LOOP
    key := CASE parent WHEN 'message_ref' THEN 'day' ELSE 'sent_on' END;
    storage := CASE parent WHEN 'message'
      THEN 'WITH (fillfactor = 45, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_insert_scale_factor = 0.5)' ELSE '' END;
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

-- Pages that are written from now on.
DO $$
DECLARE part regclass;
BEGIN
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'message'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = 45)', part);
  END LOOP;
END $$;
