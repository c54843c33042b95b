-- Whose sign-in in an organization needs more than a password, and by what a session was opened.

ALTER TABLE organization ADD COLUMN second_factor_of text NOT NULL DEFAULT 'nobody'
  CHECK (second_factor_of IN ('nobody', 'administrators', 'everyone'));
GRANT UPDATE (second_factor_of) ON organization TO kurenda_api;

-- Whether a code or a passkey opened it, or was set up in it. Sessions of before are not known to be.
ALTER TABLE "session" ADD COLUMN "secondFactor" boolean NOT NULL DEFAULT false;

DROP FUNCTION find_memberships(text);
CREATE FUNCTION find_memberships(of_user text)
  RETURNS TABLE (organization_id integer, staff_id bigint, role text, slug text, name text, needs_second_factor boolean)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
  AS $$ SELECT m.organization_id, m.id, m.role, o.slug, o.name,
          o.second_factor_of = 'everyone' OR (o.second_factor_of = 'administrators' AND m.role = 'administrator')
        FROM membership m JOIN organization o ON o.id = m.organization_id
        WHERE m.user_id = of_user AND m.deactivated_at IS NULL ORDER BY m.chosen_at DESC NULLS LAST, m.organization_id $$;
REVOKE EXECUTE ON FUNCTION find_memberships(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION find_memberships(text) TO kurenda_api;
