-- Surveys: a dialogue of the kind `survey` with its responses, whatever channel they came by, and their tally.

CREATE TABLE survey (
  organization_id integer NOT NULL,
  id bigint NOT NULL,                 -- its dialogue
  token text NOT NULL UNIQUE,         -- names its public page
  results_public boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, id) REFERENCES dialogue (organization_id, id)
);

CREATE TABLE survey_response (
  organization_id integer NOT NULL,
  survey_id bigint NOT NULL,
  id bigint NOT NULL,                 -- its session while it lasts; of an anonymous one that ended another number
  version integer NOT NULL,
  channel text NOT NULL CHECK (channel IN ('sms', 'web', 'paper', 'voice', 'app', 'email')),
  language text NOT NULL,
  address_id bigint,                  -- NULL where it is anonymous
  broadcast_id bigint,
  aspects jsonb NOT NULL DEFAULT '[]', -- by which it is counted: [["channel", "sms"], ["group", "3"]]
  started_at timestamptz NOT NULL,
  answered_at timestamptz NOT NULL,
  ending text,                        -- NULL while it goes on
  entered_by text,                    -- the clerk who entered it from paper
  answers jsonb NOT NULL DEFAULT '{}',
  PRIMARY KEY (organization_id, survey_id, id),
  FOREIGN KEY (organization_id, survey_id) REFERENCES survey (organization_id, id)
);

-- Answers in people's own words.
CREATE TABLE survey_text (
  organization_id integer NOT NULL,
  survey_id bigint NOT NULL,
  response_id bigint NOT NULL,
  question text NOT NULL,
  text text NOT NULL,
  PRIMARY KEY (organization_id, survey_id, response_id, question),
  FOREIGN KEY (organization_id, survey_id, response_id) REFERENCES survey_response (organization_id, survey_id, id)
    ON UPDATE CASCADE ON DELETE CASCADE
);
CREATE INDEX survey_text_words ON survey_text USING gin (organization_id, survey_id, search_words(text));
-- As search_entries: row-level security would keep the index from being used.
CREATE FUNCTION search_survey_texts(of_survey bigint, typed text, of_question text, before_id bigint, most integer)
  RETURNS TABLE (response_id bigint, question text, text text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public AS $$
  SELECT t.response_id, t.question, t.text FROM survey_text t
  WHERE t.organization_id = current_organization() AND t.survey_id = of_survey AND t.response_id < before_id
    AND (of_question IS NULL OR t.question = of_question)
    AND (typed = '' OR (numnode(search_query(typed)) > 0 AND search_words(t.text) @@ search_query(typed)))
  ORDER BY t.response_id DESC, t.question LIMIT most
$$;
REVOKE EXECUTE ON FUNCTION search_survey_texts(bigint, text, text, bigint, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search_survey_texts(bigint, text, text, bigint, integer) TO kurenda_api;

-- What was answered how often, so that no page ever counts responses. Everyone only adds rows and waits for nobody; the sum is exact at
-- any moment, and the worker folds equal rows into one.
CREATE TABLE survey_tally (
  organization_id integer NOT NULL,
  survey_id bigint NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  question text NOT NULL,             -- '' counts whole responses
  choice text NOT NULL,
  aspect text NOT NULL,               -- '' of all; 'channel', 'day', 'group', 'field', 'broadcast'
  value text NOT NULL,
  count integer NOT NULL,
  sum double precision NOT NULL DEFAULT 0, -- of the numbers given
  folded boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, survey_id, id)
);
CREATE INDEX survey_tally_of ON survey_tally (organization_id, survey_id, aspect);
CREATE INDEX survey_tally_unfolded ON survey_tally (organization_id, survey_id, id) WHERE NOT folded;

CREATE FUNCTION find_survey(by_token text) RETURNS TABLE (organization_id integer, id bigint)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT s.organization_id, s.id FROM survey s WHERE s.token = by_token $$;
REVOKE EXECUTE ON FUNCTION find_survey(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_survey(text) TO kurenda_api;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['survey', 'survey_response', 'survey_text', 'survey_tally'] LOOP
    PERFORM keep_inside_organization(t::regclass);
    EXECUTE format('ALTER POLICY own_organization ON %I USING (organization_id = (SELECT current_organization()))
      WITH CHECK (organization_id = (SELECT current_organization()))', t);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON survey TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON survey_response TO kurenda_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON survey_text TO kurenda_api;
GRANT SELECT, INSERT ON survey_tally TO kurenda_api;
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO kurenda_engine, kurenda_api;
