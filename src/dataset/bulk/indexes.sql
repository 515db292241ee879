CREATE INDEX ON "words" USING gin ("words");
CREATE INDEX ON "words" USING gin ("stems");
CREATE INDEX ON "words" ("document", "place");
CREATE INDEX ON "paragraphs" ("path");
CREATE INDEX ON "paragraphs" ("kind");
CREATE INDEX ON "paragraphs" ("language");
CREATE INDEX ON "paragraphs" ("dated_from", "dated_to");
CREATE INDEX ON "paragraphs" ("fingerprint");
CREATE INDEX ON "paragraphs" USING gin (string_to_array("mentions", ' '));
CREATE INDEX ON "documents" ("kind");
CREATE INDEX ON "documents" ("forum");
CREATE INDEX ON "documents" ("presidency");
CREATE INDEX ON "documents" ("dated_from", "dated_to");
CREATE INDEX ON "documents" USING gin (string_to_array("topics", ' '));
CREATE INDEX ON "revisions" ("fingerprint");
CREATE INDEX ON "ledger" ("document", "number");
CREATE INDEX ON "relations" ("target");
CREATE INDEX ON "citations" ("instrument");
CREATE INDEX ON "variants" ("form");

-- Words as `g7cyber_exact` has them, with reviewed spellings, where all or the first of them have some: to be asked of "words".
CREATE FUNCTION g7cyber_spelt(typed text, language text DEFAULT 'en') RETURNS tsquery
    LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT ts_rewrite(
        ts_rewrite(g7cyber_exact(typed, language), 'SELECT target, substitute FROM spellings WHERE several_words'),
        'SELECT target, substitute FROM spellings WHERE NOT several_words'
    )
$$;

-- What is searched, with what it is chosen by.
CREATE VIEW "search" AS
    SELECT p.*, w."place", w."words", w."stems", d."title", d."group", d."forum", d."presidency", d."scope",
        left(p."dated", 4) AS "year",
        string_to_array(d."topics", ' ') AS "topics",
        ARRAY(SELECT c."instrument" FROM "citations" c WHERE c."document" = p."document") AS "cites"
    FROM "paragraphs" p
    JOIN "words" w USING ("document", "number")
    JOIN "documents" d ON d."id" = p."document";

-- Each paragraph with the one behind it, as if they were one: for phrases that go over their border.
CREATE VIEW "across" AS
    SELECT "document", "number", lead("number") OVER around AS "next", "words" || lead("words") OVER around AS "words"
    FROM "words" WINDOW around AS (PARTITION BY "document" ORDER BY "place");

COMMIT;
