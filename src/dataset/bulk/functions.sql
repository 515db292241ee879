-- The stem of a word; common words, and those of languages without a stemmer, are their own.
CREATE FUNCTION g7cyber_stem(word text, language text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(CASE lower(split_part(language, '-', 1))
STEMMERS    END, word)
$$;

-- Words with their places, each by its stem.
CREATE FUNCTION g7cyber_stems(words tsvector, language text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(
        '''' || replace(replace(g7cyber_stem(lexeme, language), '\', '\\'), '''', '''''') || ''':'
            || array_to_string(positions, ','), ' '
    )::tsvector
    FROM unnest(words)
$$;

-- The words of what was typed, written as those of a text in this language are: in English without accents.
CREATE FUNCTION g7cyber_words(typed text, language text DEFAULT 'en') RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(regexp_replace(found.word[1], '''s$', '') ORDER BY found.at)
    FROM (
        SELECT lower(regexp_replace(
            translate(normalize(typed, NFKC), '’‘ʼ', ''''''''), '[\u00ad\u200b-\u200d\u2060\ufeff]', '', 'g'
        )) AS folded
    ) AS query,
    LATERAL regexp_matches(
        CASE lower(split_part(language, '-', 1))
            WHEN 'en' THEN normalize(regexp_replace(normalize(folded, NFD), '[\u0300-\u036f]', '', 'g'), NFC)
            ELSE folded
        END,
        '[[:alnum:]]+(?:[''.][[:alnum:]]+)*', 'g'
    ) WITH ORDINALITY AS found (word, at)
$$;

-- Words one behind the other, exactly so: to be asked of "words".
CREATE FUNCTION g7cyber_exact(typed text, language text DEFAULT 'en') RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(word, '''', '''''') || '''', ' <-> ' ORDER BY at)::tsquery
    FROM unnest(g7cyber_words(typed, language)) WITH ORDINALITY AS words (word, at)
$$;

-- Words one behind the other, in any form that has the same stems: to be asked of "stems".
CREATE FUNCTION g7cyber_forms(typed text, language text DEFAULT 'en') RETURNS tsquery
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg('''' || replace(g7cyber_stem(word, language), '''', '''''') || '''', ' <-> ' ORDER BY at)::tsquery
    FROM unnest(g7cyber_words(typed, language)) WITH ORDINALITY AS words (word, at)
$$;

-- Two words or phrases in any order with at most so many words between.
CREATE FUNCTION g7cyber_near(one tsquery, other tsquery, most integer) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT string_agg(
        format('(%s) | (%s)', tsquery_phrase(one, other, apart), tsquery_phrase(other, one, apart)), ' | '
    )::tsquery
    FROM generate_series(1, most + 1) AS apart
$$;

