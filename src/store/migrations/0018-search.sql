-- Search: a row a paper with its words, kept by triggers, so that whoever writes a paper need not know of it. Names carry
-- the schema, because a trigger runs by the search path of whoever writes.

-- Stems English words and knows no stop words: in a title or a name every word counts (An Do, Will Smith, IT).
CREATE TEXT SEARCH DICTIONARY every_stem (TEMPLATE = snowball, Language = english);
CREATE TEXT SEARCH CONFIGURATION every_word (COPY = english);
ALTER TEXT SEARCH CONFIGURATION every_word ALTER MAPPING FOR asciiword, word WITH every_stem;

-- Text as it is compared: accents, ligatures, raised and lowered digits folded away, and what LaTeX puts around a letter.
-- The parser would take a/b for a file, x.y for a host, -4 for a number, and leave out all that follows <script>.
CREATE FUNCTION fold_words(given text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT lower(replace(replace(replace(replace(regexp_replace(
    CASE WHEN octet_length(given) > length(given) THEN normalize(given, NFKD) ELSE given END,
    '[\u0300-\u036F\u00AD\u200B-\u200D$^_{}\\]+', '', 'g'), '-', ' '), '/', ' '), '.', ' '), '<', ' '))
$$;

-- A source may name a day that is none (2026-02-30): counted from the first of the month it is one all the same.
CREATE FUNCTION paper_day(published text, seen timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT least((seen AT TIME ZONE 'UTC')::date, CASE WHEN published ~ '^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])' THEN
    make_date(left(published, 4)::int, substr(published, 6, 2)::int, 1) + (substr(published, 9, 2)::int - 1) END)
$$;

-- A: title; B: authors; C: the source's summary and keywords; D: abstract. Cut where a list of words would be too large.
CREATE FUNCTION words_of(title text, authors text[], summary text, keywords text[], abstract text) RETURNS tsvector
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('broadsheet.every_word', broadsheet.fold_words(left(title, 5000))), 'A')
    || setweight(to_tsvector('broadsheet.every_word', broadsheet.fold_words(left(array_to_string(authors, ' '), 50000))), 'B')
    || setweight(to_tsvector('english', broadsheet.fold_words(left(concat_ws(' ', summary, array_to_string(keywords, ' ')), 5000))), 'C')
    || to_tsvector('english', coalesce(broadsheet.fold_words(left(abstract, 50000)), ''))
$$;

CREATE TABLE paper_words (
  paper_id uuid PRIMARY KEY REFERENCES papers ON DELETE CASCADE,
  -- When it was published, else first seen; never later than first seen.
  day date NOT NULL,
  words tsvector NOT NULL
);
CREATE INDEX paper_words_day ON paper_words (day DESC, paper_id DESC);
CREATE INDEX paper_words_words ON paper_words USING gin (words);

-- Every word of a title or a name, for telling what a mistyped one was meant to be. Words are never taken out.
CREATE TABLE title_words (word text PRIMARY KEY);

CREATE FUNCTION title_words_of(title text, authors text[]) RETURNS SETOF text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT word FROM string_to_table(
    regexp_replace(broadsheet.fold_words(left(title, 5000) || ' ' || left(array_to_string(authors, ' '), 50000)), '[^[:alnum:]]+', ' ', 'g'),
    ' ') word
  WHERE length(word) BETWEEN 4 AND 40 AND word !~ '\d'
$$;

-- Words go in by their order, so that of two who bring the same ones one waits for the other and not both.
CREATE FUNCTION index_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO broadsheet.paper_words (paper_id, day, words)
    SELECT id, broadsheet.paper_day(published_at, first_seen_at), broadsheet.words_of(title, authors, summary, keywords, abstract)
    FROM written;
  INSERT INTO broadsheet.title_words
    SELECT DISTINCT word FROM written, broadsheet.title_words_of(title, authors) word ORDER BY word ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE FUNCTION index_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE broadsheet.paper_words SET day = broadsheet.paper_day(NEW.published_at, NEW.first_seen_at),
      words = broadsheet.words_of(NEW.title, NEW.authors, NEW.summary, NEW.keywords, NEW.abstract)
    WHERE paper_id = NEW.id;
  INSERT INTO broadsheet.title_words
    SELECT DISTINCT word FROM broadsheet.title_words_of(NEW.title, NEW.authors) word ORDER BY word ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER papers_inserted AFTER INSERT ON papers REFERENCING NEW TABLE AS written
  FOR EACH STATEMENT EXECUTE FUNCTION index_inserted();
CREATE TRIGGER papers_updated AFTER UPDATE ON papers FOR EACH ROW WHEN (
    (OLD.title, OLD.abstract, OLD.authors, OLD.summary, OLD.keywords, OLD.published_at)
      IS DISTINCT FROM (NEW.title, NEW.abstract, NEW.authors, NEW.summary, NEW.keywords, NEW.published_at))
  EXECUTE FUNCTION index_updated();

INSERT INTO paper_words (paper_id, day, words)
  SELECT id, paper_day(published_at, first_seen_at), words_of(title, authors, summary, keywords, abstract) FROM papers;
INSERT INTO title_words SELECT DISTINCT word FROM papers, title_words_of(title, authors) word;

-- Help with mistyped words, where the database has pg_trgm and lets us use it; all else works without.
DO $$
DECLARE place text;
BEGIN
  BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
  EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'search: no help with mistyped words, as pg_trgm is not to be had (%)', SQLERRM;
  END;
  SELECT n.nspname INTO place FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'pg_trgm';
  IF place IS NOT NULL THEN
    EXECUTE format('CREATE INDEX title_words_alike ON title_words USING gin (word %I.gin_trgm_ops)', place);
  END IF;
END $$;
