-- Second factors of staff, and sign-in through an organization's own identity provider.

-- The names of columns are better-auth's. The secret and the recovery codes are encrypted with the town's own secret.
ALTER TABLE "user" ADD COLUMN "twoFactorEnabled" boolean NOT NULL DEFAULT false;
CREATE TABLE "twoFactor" (
  id text PRIMARY KEY,
  "userId" text NOT NULL UNIQUE REFERENCES "user" (id) ON DELETE CASCADE,
  secret text NOT NULL,
  "backupCodes" text NOT NULL,
  verified boolean NOT NULL DEFAULT false,
  "failedVerificationCount" integer NOT NULL DEFAULT 0,
  "lockedUntil" timestamptz
);
GRANT SELECT, INSERT, UPDATE, DELETE ON "twoFactor" TO kurenda_api;

-- Global like the accounts that they open.
CREATE TABLE passkey (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  user_id text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE,
  credential_id text NOT NULL UNIQUE,  -- base64url
  public_key bytea NOT NULL,           -- COSE
  counter bigint NOT NULL,             -- of uses, as the device tells it; 0 where it does not count
  transports text[] NOT NULL,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX passkey_of_user ON passkey (user_id);
GRANT SELECT, INSERT, DELETE, UPDATE (counter, last_used_at) ON passkey TO kurenda_api;

-- Where an organization's staff sign in besides (OpenID Connect).
CREATE TABLE identity_provider (
  organization_id integer PRIMARY KEY REFERENCES organization (id),
  label text NOT NULL,                 -- on the button
  issuer text NOT NULL,
  client_id text NOT NULL,
  client_secret text NOT NULL,
  enabled boolean NOT NULL
);
SELECT keep_inside_organization('identity_provider');
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider TO kurenda_api;

-- Before the organization is known: which of them have a provider, and which one a button of the sign-in page is for.
CREATE FUNCTION find_identity_providers() RETURNS TABLE (organization_id integer, slug text, organization text, label text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT o.id, o.slug, o.name, p.label FROM identity_provider p JOIN organization o ON o.id = p.organization_id
        WHERE p.enabled ORDER BY o.name, o.id $$;
REVOKE EXECUTE ON FUNCTION find_identity_providers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_identity_providers() TO kurenda_api;

-- Whoever came in by an organization's provider acts for that organization only: its administrator decides whom the provider
-- knows, and must not reach the other offices of a person.
ALTER TABLE "session" ADD COLUMN "boundTo" integer REFERENCES organization (id);

-- A person of the provider is one account here, and the other way round.
CREATE UNIQUE INDEX account_of_provider ON "account" ("providerId", "accountId") WHERE "providerId" LIKE 'oidc:%';
CREATE UNIQUE INDEX account_at_provider ON "account" ("providerId", "userId") WHERE "providerId" LIKE 'oidc:%';
