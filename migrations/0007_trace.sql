-- What was said between a channel and its provider, for staff to read. No text of a message, no secret, of a number its end.
CREATE TABLE channel_trace (
  organization_id integer NOT NULL,
  channel_id integer NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  at timestamptz NOT NULL,
  direction text NOT NULL CHECK (direction IN ('out', 'in')),
  operation text NOT NULL,
  result text,
  ok boolean NOT NULL,
  address text,
  message_id bigint,
  detail text,
  PRIMARY KEY (organization_id, channel_id, id),
  FOREIGN KEY (organization_id, channel_id) REFERENCES channel (organization_id, id) ON DELETE CASCADE
);
SELECT keep_inside_organization('channel_trace');
GRANT SELECT ON channel_trace TO kurenda_api;

-- Until then every exchange is kept; otherwise only what went wrong. The gateway reads it each second.
ALTER TABLE channel ADD COLUMN traced_until timestamptz;
