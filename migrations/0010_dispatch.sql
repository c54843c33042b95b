-- What a crash may have left in doubt, kept beside the messages: an index on message.state would make every change of a state
-- write to all indexes of its table (a partial index does, whatever it holds).
CREATE TABLE uncertain_message (
  organization_id integer NOT NULL,
  channel_id integer NOT NULL,
  sent_on date NOT NULL,
  message_id bigint NOT NULL,
  PRIMARY KEY (organization_id, message_id)
);
CREATE INDEX uncertain_message_of_channel ON uncertain_message (channel_id, message_id);
INSERT INTO uncertain_message SELECT organization_id, channel_id, sent_on, id FROM message WHERE state = 5;
DROP INDEX message_uncertain;
SELECT keep_inside_organization('uncertain_message');
GRANT SELECT, INSERT, DELETE ON uncertain_message TO kurenda_engine;

CREATE FUNCTION note_uncertain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
BEGIN
  IF NEW.state = 5 THEN
    INSERT INTO uncertain_message VALUES (NEW.organization_id, NEW.channel_id, NEW.sent_on, NEW.id) ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM uncertain_message WHERE organization_id = NEW.organization_id AND message_id = NEW.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER note_uncertain AFTER UPDATE OF state ON message FOR EACH ROW
  WHEN (NEW.state IS DISTINCT FROM OLD.state AND (NEW.state = 5 OR OLD.state = 5)) EXECUTE FUNCTION note_uncertain();

-- A reference is stored before its message's state: after a crash it says that this attempt was accepted, with how many others.
ALTER TABLE message_ref ADD COLUMN attempt smallint NOT NULL DEFAULT 0, ADD COLUMN refs smallint;
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
