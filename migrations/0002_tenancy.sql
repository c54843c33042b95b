-- One way to make a table belong to organizations: the engine writes to it with the organization in each statement, a request
-- sees its own. What a request may do is granted apart, table by table.
CREATE FUNCTION keep_inside_organization(of_table regclass) RETURNS void LANGUAGE plpgsql SET search_path = public AS $$
BEGIN
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', of_table);
  EXECUTE format('CREATE POLICY own_organization ON %s TO kurenda_api USING (organization_id = current_organization()) WITH CHECK (organization_id = current_organization())', of_table);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %s TO kurenda_engine', of_table);
END $$;
REVOKE EXECUTE ON FUNCTION keep_inside_organization(regclass) FROM PUBLIC;
