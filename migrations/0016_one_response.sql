-- One response a person on the web: links of one's own, and a mark in the browser, both signed with the survey's secret.

ALTER TABLE survey ADD COLUMN secret bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
-- Whoever comes by a link of their own is known, and has a page.
ALTER TABLE dialogue_session
  DROP CONSTRAINT dialogue_session_check,
  ADD CONSTRAINT dialogue_session_whose CHECK (address_id IS NOT NULL OR key IS NOT NULL);
