-- What is left of answers after their time is found by these, and forgotten.

-- Words that were not kept, with a digest that still tells them to whoever guesses.
CREATE INDEX inbound_emptied ON inbound (at) WHERE text = '' AND digest <> '';
CREATE INDEX dialogue_session_heard ON dialogue_session (ended_at) WHERE ended_at IS NOT NULL AND heard <> '';
CREATE INDEX dialogue_session_ended ON dialogue_session (ended_at) WHERE ended_at IS NOT NULL;
