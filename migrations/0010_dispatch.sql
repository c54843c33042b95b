-- Messages that did not simply arrive, kept beside the others: few of a million, found by broadcast, state and channel. An index on
-- message.state would make every change of a state write to all indexes of its table (a partial one does, whatever it holds).
CREATE TABLE message_trouble (
  organization_id integer NOT NULL,
  message_id bigint NOT NULL,
  sent_on date NOT NULL,
  broadcast_id bigint,
  channel_id integer NOT NULL,
  state smallint NOT NULL,            -- 3 and above: failed, expired, uncertain, …
  reason text,
  PRIMARY KEY (organization_id, message_id)
);
CREATE INDEX message_trouble_of_broadcast ON message_trouble (organization_id, broadcast_id, state, message_id);
CREATE INDEX message_uncertain_of_channel ON message_trouble (channel_id, message_id) WHERE state = 5;
INSERT INTO message_trouble SELECT organization_id, id, sent_on, broadcast_id, channel_id, state, reason FROM message WHERE state >= 3;
DROP INDEX message_uncertain;
SELECT keep_inside_organization('message_trouble');
GRANT SELECT ON message_trouble TO kurenda_api;

CREATE FUNCTION note_trouble() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM message_trouble WHERE organization_id = OLD.organization_id AND message_id = OLD.id;
  ELSIF NEW.state >= 3 THEN
    INSERT INTO message_trouble (organization_id, message_id, sent_on, broadcast_id, channel_id, state, reason)
    VALUES (NEW.organization_id, NEW.id, NEW.sent_on, NEW.broadcast_id, NEW.channel_id, NEW.state, NEW.reason)
    ON CONFLICT (organization_id, message_id) DO UPDATE SET state = excluded.state, reason = excluded.reason;
  ELSE
    DELETE FROM message_trouble WHERE organization_id = NEW.organization_id AND message_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION note_trouble() FROM PUBLIC;
CREATE TRIGGER note_gone_trouble AFTER DELETE ON message FOR EACH ROW WHEN (OLD.state >= 3) EXECUTE FUNCTION note_trouble();
CREATE TRIGGER note_new_trouble AFTER INSERT ON message FOR EACH ROW WHEN (NEW.state >= 3) EXECUTE FUNCTION note_trouble();
CREATE TRIGGER note_trouble AFTER UPDATE OF state, reason ON message FOR EACH ROW WHEN (NEW.state >= 3 OR OLD.state >= 3)
  EXECUTE FUNCTION note_trouble();

-- A reference is stored before its message's state: after a crash it says that this attempt was accepted, with how many others.
-- (Those of before have neither.)
ALTER TABLE message_ref ADD COLUMN attempt smallint, ADD COLUMN refs smallint;
-- Found by message only after a crash, among the latest: a summary of ranges is enough, and costs next to nothing.
CREATE INDEX message_ref_of ON message_ref USING brin (message_id) WITH (autosummarize = on);

-- Blocks of messages are written twice more at the most, so that a change finds room on its page.
DO $$
DECLARE part regclass;
BEGIN
  FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'message'::regclass LOOP
    EXECUTE format('ALTER TABLE %s SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.1, autovacuum_vacuum_insert_scale_factor = 0.5)', part);
  END LOOP;
END $$;

-- Two receipts may share a spelling (decimal 16 is hexadecimal 10): each keeps its own rows.
ALTER TABLE parked_receipt DROP CONSTRAINT parked_receipt_pkey, ADD PRIMARY KEY (channel_id, ref, told, state);
