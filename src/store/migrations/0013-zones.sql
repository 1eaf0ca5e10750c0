-- The program's list of time zones and the database's may differ by a name. One that the database does not know is read
-- as UTC, so that one reader's zone never keeps an edition from being planned for all.
CREATE FUNCTION known_zone(name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  PERFORM now() AT TIME ZONE name;
  RETURN name;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN 'UTC';
END $$;
