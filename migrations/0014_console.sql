-- What the console draws: how a broadcast flowed, and what the last days held.

-- How a broadcast stood at instants of its sending, for the delivery river. Read from the kept counters while it runs: a few
-- hundred rows a broadcast, however many messages it has. `counts` is indexed by the state's number, from 1.
CREATE TABLE broadcast_reading (
  organization_id integer NOT NULL,
  broadcast_id bigint NOT NULL,
  at timestamptz NOT NULL,
  counts integer[] NOT NULL,
  PRIMARY KEY (organization_id, broadcast_id, at),
  FOREIGN KEY (organization_id, broadcast_id) REFERENCES broadcast (organization_id, id) ON DELETE CASCADE
);
SELECT keep_inside_organization('broadcast_reading');
GRANT SELECT ON broadcast_reading TO kurenda_api;

-- Texts come in the order of time: a summary of ranges finds those of a week among millions and costs next to nothing.
CREATE INDEX conversation_entry_at ON conversation_entry USING brin (at) WITH (autosummarize = on);
