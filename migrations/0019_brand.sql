-- What an office looks like: its colour and logo.
ALTER TABLE organization ADD COLUMN colour text CHECK (colour ~ '^#[0-9a-f]{6}$');
GRANT UPDATE (colour) ON organization TO kurenda_api;

CREATE TABLE organization_logo (
  organization_id integer PRIMARY KEY REFERENCES organization (id),
  type text NOT NULL CHECK (type IN ('image/png', 'image/jpeg', 'image/webp')),  -- as its bytes say
  bytes bytea NOT NULL CHECK (octet_length(bytes) <= 524288),
  version text NOT NULL          -- of the bytes: a new logo has a new address
);
SELECT keep_inside_organization('organization_logo');
GRANT SELECT, INSERT, UPDATE, DELETE ON organization_logo TO kurenda_api;

-- For everyone, on the pages of residents and before a sign-in.
CREATE FUNCTION find_logo(of_organization integer, of_version text) RETURNS TABLE (type text, bytes bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT l.type, l.bytes FROM organization_logo l WHERE l.organization_id = of_organization AND l.version = of_version $$;
REVOKE EXECUTE ON FUNCTION find_logo(integer, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_logo(integer, text) TO kurenda_api;
