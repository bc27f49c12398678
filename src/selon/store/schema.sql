-- The ledger of many articles, version 1. Later versions are files migration_2.sql, migration_3.sql, … beside this one.
--
-- Spans are half-open and count Unicode code points of article.text: substr(text, span_start + 1, span_end - span_start).
-- A record is named by its article and its id in it ('s1', 'f3'). Rows are the state of today, corrections applied;
-- ledger.json is what the extraction said, and correction is the log of what people changed.

CREATE TABLE article (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,                       -- of the text in UTF-8
    place TEXT NOT NULL DEFAULT '',             -- where it stood: its URL without tracking, else 'outlet:' and the outlet, else ''
    text TEXT NOT NULL,
    lang TEXT NOT NULL,
    title TEXT,
    url TEXT,
    outlet TEXT,
    published_given TEXT,                       -- what the input says: 2023, 2023-11 or 2023-11-03
    published TEXT,                             -- the day solved, else NULL
    published_candidates TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(published_candidates)),
    published_because TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(published_because)),  -- [{"span": [start, end], "says": …}]
    added_at TEXT NOT NULL,                     -- UTC, ISO 8601
    extracted_by TEXT,                          -- version of selon and pipeline
    UNIQUE (sha256, place)
);
CREATE INDEX article_published ON article (published);
CREATE INDEX article_outlet ON article (outlet);
CREATE INDEX article_place ON article (place);

-- The whole ledger of an article as the extraction made it, without document.text: JSON in UTF-8, compressed with zlib.
CREATE TABLE ledger (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    json BLOB NOT NULL
);

CREATE TABLE entity (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'country', 'place', 'group')),
    name TEXT NOT NULL,
    of_entity TEXT,
    wikidata TEXT,
    rule TEXT,
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    PRIMARY KEY (article_id, id),
    FOREIGN KEY (article_id, of_entity) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX entity_wikidata ON entity (wikidata) WHERE wikidata IS NOT NULL;
CREATE INDEX entity_name ON entity (name);

CREATE TABLE role (
    article_id INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (article_id, entity_id, n),
    FOREIGN KEY (article_id, entity_id) REFERENCES entity (article_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE mention (
    article_id INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    n INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    PRIMARY KEY (article_id, entity_id, n),
    FOREIGN KEY (article_id, entity_id) REFERENCES entity (article_id, id) ON DELETE CASCADE
) WITHOUT ROWID;

CREATE TABLE statement (
    pk INTEGER PRIMARY KEY,                     -- of this file only, for the full-text index; (article_id, id) names the statement
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('direct', 'indirect', 'mixed', 'act')),
    act TEXT NOT NULL,
    denied INTEGER NOT NULL DEFAULT 0 CHECK (denied IN (0, 1)),
    source_start INTEGER,
    source_end INTEGER,
    source_entity TEXT,
    cue_start INTEGER,
    cue_end INTEGER,
    addressee_start INTEGER,
    addressee_end INTEGER,
    addressee_entity TEXT,
    occasion_start INTEGER,
    occasion_end INTEGER,
    when_start TEXT,                            -- ISO days, both inclusive
    when_end TEXT,
    within TEXT,                                -- the statement that this one is reported inside
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    rule TEXT,
    content TEXT NOT NULL,                      -- the words of the content spans, ' … ' between two
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    UNIQUE (article_id, id),
    FOREIGN KEY (article_id, source_entity) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, addressee_entity) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, within) REFERENCES statement (article_id, id) DEFERRABLE INITIALLY DEFERRED
);
CREATE INDEX statement_source ON statement (article_id, source_entity);
CREATE INDEX statement_addressee ON statement (article_id, addressee_entity);
CREATE INDEX statement_within ON statement (article_id, within);
CREATE INDEX statement_act ON statement (act);

CREATE TABLE figure (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    low REAL,
    high REAL,
    comparator TEXT NOT NULL CHECK (comparator IN ('=', '>', '>=', '<', '<=', '~', '..')),
    unit TEXT NOT NULL,
    measure TEXT,
    part_of TEXT,
    statement_id TEXT,
    according_to TEXT,
    place TEXT,
    period_start TEXT,                          -- ISO days, both inclusive
    period_end TEXT,
    rule TEXT,
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    PRIMARY KEY (article_id, id),
    FOREIGN KEY (article_id, part_of) REFERENCES figure (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, statement_id) REFERENCES statement (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, according_to) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, place) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX figure_measure ON figure (measure, unit);
CREATE INDEX figure_statement ON figure (article_id, statement_id);

CREATE TABLE timex (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('date', 'time', 'duration', 'set')),
    value TEXT NOT NULL,                        -- ISO 8601 / TIMEX3
    day_start TEXT,
    day_end TEXT,
    rule TEXT,
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    PRIMARY KEY (article_id, id)
) WITHOUT ROWID;

CREATE TABLE event (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    type TEXT NOT NULL,                         -- PLOVER
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    when_start TEXT,
    when_end TEXT,
    where_entity TEXT,
    planned INTEGER NOT NULL DEFAULT 0 CHECK (planned IN (0, 1)),
    statement_id TEXT,
    rule TEXT,
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    PRIMARY KEY (article_id, id),
    FOREIGN KEY (article_id, where_entity) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, statement_id) REFERENCES statement (article_id, id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX event_statement ON event (article_id, statement_id);

CREATE TABLE event_entity (
    article_id INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    part TEXT NOT NULL CHECK (part IN ('who', 'whom')),
    n INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    PRIMARY KEY (article_id, event_id, part, n),
    FOREIGN KEY (article_id, event_id) REFERENCES event (article_id, id) ON DELETE CASCADE,
    FOREIGN KEY (article_id, entity_id) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX event_entity_entity ON event_entity (article_id, entity_id);

CREATE TABLE position (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    who TEXT NOT NULL,
    topic_start INTEGER NOT NULL,
    topic_end INTEGER NOT NULL,
    topic TEXT NOT NULL,                        -- the label, shared by every wording of the topic in the article
    stance TEXT NOT NULL CHECK (stance IN ('supports', 'opposes')),
    statement_id TEXT,
    when_start TEXT,
    when_end TEXT,
    rule TEXT,
    standing TEXT NOT NULL DEFAULT 'extracted' CHECK (standing IN ('extracted', 'confirmed', 'edited', 'added', 'rejected')),
    PRIMARY KEY (article_id, id),
    FOREIGN KEY (article_id, who) REFERENCES entity (article_id, id) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (article_id, statement_id) REFERENCES statement (article_id, id) DEFERRABLE INITIALLY DEFERRED
) WITHOUT ROWID;
CREATE INDEX position_who ON position (article_id, who);
CREATE INDEX position_statement ON position (article_id, statement_id);

-- Where something is wrong with an article, or was left open.
CREATE TABLE problem (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    id INTEGER NOT NULL,                        -- 1, 2, … in the article
    kind TEXT NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (article_id, id)
) WITHOUT ROWID;

-- The spans of which a record has several.
CREATE TABLE span (
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    part TEXT NOT NULL CHECK (part IN ('entity', 'statement', 'figure', 'timex', 'event', 'position', 'problem')),
    record_id TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('content', 'quoted', 'because', 'unless', 'evidence', 'problem')),
    n INTEGER NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    PRIMARY KEY (article_id, part, record_id, role, n)
) WITHOUT ROWID;
CREATE TRIGGER entity_gone AFTER DELETE ON entity BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'entity' AND record_id = old.id;
END;
CREATE TRIGGER statement_gone AFTER DELETE ON statement BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'statement' AND record_id = old.id;
END;
CREATE TRIGGER figure_gone AFTER DELETE ON figure BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'figure' AND record_id = old.id;
END;
CREATE TRIGGER timex_gone AFTER DELETE ON timex BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'timex' AND record_id = old.id;
END;
CREATE TRIGGER event_gone AFTER DELETE ON event BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'event' AND record_id = old.id;
END;
CREATE TRIGGER position_gone AFTER DELETE ON position BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'position' AND record_id = old.id;
END;
CREATE TRIGGER problem_gone AFTER DELETE ON problem BEGIN
    DELETE FROM span WHERE article_id = old.article_id AND part = 'problem' AND record_id = old.id;
END;

-- What was read: one row for each input (a file, a page of an archive, a line of a table), so that it is read once.
CREATE TABLE input (
    name TEXT NOT NULL,                         -- path, and where in it: 'pages.warc.gz#12', 'press.csv#row 3'
    digest TEXT NOT NULL,                       -- SHA-256 of the bytes and of how they were to be read
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    PRIMARY KEY (name, digest)
) WITHOUT ROWID;
CREATE INDEX input_digest ON input (digest);
CREATE INDEX input_article ON input (article_id);

-- Inputs that could not be read or extracted; gone when a later run can.
CREATE TABLE failure (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('reading', 'language', 'extraction')),
    message TEXT NOT NULL,
    at TEXT NOT NULL
) WITHOUT ROWID;

-- People and bodies across articles. An entity belongs to one actor or to none; nothing is joined without a reason (how).
CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organisation', 'country', 'place', 'group')),
    wikidata TEXT,
    note TEXT,
    merged_into INTEGER REFERENCES actor (id)
);
CREATE UNIQUE INDEX actor_wikidata ON actor (wikidata) WHERE wikidata IS NOT NULL AND merged_into IS NULL;
CREATE INDEX actor_name ON actor (name);

CREATE TABLE actor_alias (
    actor_id INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    how TEXT,
    PRIMARY KEY (actor_id, name)
) WITHOUT ROWID;
CREATE INDEX actor_alias_name ON actor_alias (name);

CREATE TABLE actor_entity (
    article_id INTEGER NOT NULL,
    entity_id TEXT NOT NULL,
    actor_id INTEGER NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    how TEXT NOT NULL,                          -- 'wikidata', 'name' or 'person' (a correction said so)
    PRIMARY KEY (article_id, entity_id),
    FOREIGN KEY (article_id, entity_id) REFERENCES entity (article_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX actor_entity_actor ON actor_entity (actor_id);

-- The log of corrections: rows are added, never changed or deleted; only undone_by is set, once.
CREATE TABLE correction (
    n INTEGER PRIMARY KEY AUTOINCREMENT,        -- the order in this file
    id TEXT NOT NULL UNIQUE,                    -- the same in every file that the correction is carried to
    at TEXT NOT NULL,                           -- UTC, ISO 8601
    who TEXT NOT NULL,
    why TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('confirm', 'reject', 'edit', 'add', 'merge', 'split', 'undo')),
    target_kind TEXT NOT NULL,                  -- 'statement', 'figure', …, 'actor', 'correction'
    article_id INTEGER REFERENCES article (id),
    record_id TEXT,
    actor_id INTEGER REFERENCES actor (id),
    before TEXT CHECK (before IS NULL OR json_valid(before)),
    after TEXT CHECK (after IS NULL OR json_valid(after)),
    anchor TEXT CHECK (anchor IS NULL OR json_valid(anchor)),  -- the words by which the record is found again
    undone_by TEXT REFERENCES correction (id)
);
CREATE INDEX correction_record ON correction (article_id, record_id);
CREATE INDEX correction_actor ON correction (actor_id);
CREATE TRIGGER correction_kept BEFORE DELETE ON correction BEGIN
    SELECT RAISE(ABORT, 'the log of corrections is only added to');
END;
CREATE TRIGGER correction_unchanged BEFORE UPDATE ON correction
WHEN old.undone_by IS NOT NULL OR new.n IS NOT old.n OR new.id IS NOT old.id OR new.at IS NOT old.at OR new.who IS NOT old.who
    OR new.why IS NOT old.why OR new.kind IS NOT old.kind OR new.target_kind IS NOT old.target_kind
    OR new.article_id IS NOT old.article_id OR new.record_id IS NOT old.record_id OR new.actor_id IS NOT old.actor_id
    OR new.before IS NOT old.before OR new.after IS NOT old.after OR new.anchor IS NOT old.anchor
BEGIN
    SELECT RAISE(ABORT, 'a correction is not changed: it is undone by another');
END;

-- Corrections that fit nothing any more, for a person to settle.
CREATE TABLE unsettled (
    correction_id TEXT PRIMARY KEY REFERENCES correction (id),
    why TEXT NOT NULL
) WITHOUT ROWID;

-- Full text, folded: 'etat' finds 'État'.
CREATE VIRTUAL TABLE article_fts USING fts5 (
    title, text, content = 'article', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER article_fts_add AFTER INSERT ON article BEGIN
    INSERT INTO article_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE TRIGGER article_fts_remove AFTER DELETE ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
END;
CREATE TRIGGER article_fts_change AFTER UPDATE OF id, title, text ON article BEGIN
    INSERT INTO article_fts (article_fts, rowid, title, text) VALUES ('delete', old.id, old.title, old.text);
    INSERT INTO article_fts (rowid, title, text) VALUES (new.id, new.title, new.text);
END;
CREATE VIRTUAL TABLE statement_fts USING fts5 (
    content, content = 'statement', content_rowid = 'pk', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE TRIGGER statement_fts_add AFTER INSERT ON statement BEGIN
    INSERT INTO statement_fts (rowid, content) VALUES (new.pk, new.content);
END;
CREATE TRIGGER statement_fts_remove AFTER DELETE ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, content) VALUES ('delete', old.pk, old.content);
END;
CREATE TRIGGER statement_fts_change AFTER UPDATE OF pk, content ON statement BEGIN
    INSERT INTO statement_fts (statement_fts, rowid, content) VALUES ('delete', old.pk, old.content);
    INSERT INTO statement_fts (rowid, content) VALUES (new.pk, new.content);
END;

-- For people who write SQL: names instead of ids; what people rejected is left out.
CREATE VIEW statements_v AS
SELECT
    a.id AS article_id, s.id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title,
    coalesce(k.name, e.name) AS source,
    substr(a.text, s.source_start + 1, s.source_end - s.source_start) AS source_words,
    e.kind AS source_kind, k.id AS actor_id, e.wikidata AS source_wikidata,
    s.act, s.kind, s.denied,
    s.content,
    substr(a.text, s.cue_start + 1, s.cue_end - s.cue_start) AS cue,
    d.name AS addressee,
    substr(a.text, s.addressee_start + 1, s.addressee_end - s.addressee_start) AS addressee_words,
    substr(a.text, s.occasion_start + 1, s.occasion_end - s.occasion_start) AS occasion,
    s.when_start, s.when_end, s.within, s.confidence, s.rule, s.standing, a.url
FROM statement AS s
JOIN article AS a ON a.id = s.article_id
LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity AND e.standing <> 'rejected'
LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
LEFT JOIN actor AS k ON k.id = l.actor_id
LEFT JOIN entity AS d ON d.article_id = s.article_id AND d.id = s.addressee_entity AND d.standing <> 'rejected'
WHERE s.standing <> 'rejected';

CREATE VIEW figures_v AS
SELECT
    a.id AS article_id, f.id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title,
    substr(a.text, f.span_start + 1, f.span_end - f.span_start) AS words,
    f.comparator, f.low, f.high, f.unit, f.measure,
    coalesce(k.name, e.name) AS according_to,
    substr(a.text, s.source_start + 1, s.source_end - s.source_start) AS source_words,  -- of the statement that holds the figure
    k.id AS actor_id, p.name AS place, f.period_start, f.period_end, f.part_of, f.statement_id, s.confidence,
    f.rule, f.standing, a.url
FROM figure AS f
JOIN article AS a ON a.id = f.article_id
LEFT JOIN statement AS s ON s.article_id = f.article_id AND s.id = f.statement_id AND s.standing <> 'rejected'
LEFT JOIN entity AS e ON e.article_id = f.article_id AND e.id = coalesce(f.according_to, s.source_entity) AND e.standing <> 'rejected'
LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
LEFT JOIN actor AS k ON k.id = l.actor_id
LEFT JOIN entity AS p ON p.article_id = f.article_id AND p.id = f.place AND p.standing <> 'rejected'
WHERE f.standing <> 'rejected';

CREATE VIEW positions_v AS
SELECT
    a.id AS article_id, p.id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title,
    coalesce(k.name, e.name) AS who, k.id AS actor_id, p.stance, p.topic,
    substr(a.text, p.topic_start + 1, p.topic_end - p.topic_start) AS topic_words,
    (SELECT group_concat(substr(a.text, x.span_start + 1, x.span_end - x.span_start), ' … ') FROM span AS x
        WHERE x.article_id = p.article_id AND x.part = 'position' AND x.record_id = p.id AND x.role = 'because') AS because,
    (SELECT group_concat(substr(a.text, x.span_start + 1, x.span_end - x.span_start), ' … ') FROM span AS x
        WHERE x.article_id = p.article_id AND x.part = 'position' AND x.record_id = p.id AND x.role = 'unless') AS unless,
    p.when_start, p.when_end, p.statement_id, s.confidence, p.rule, p.standing, a.url
FROM position AS p
JOIN article AS a ON a.id = p.article_id
JOIN entity AS e ON e.article_id = p.article_id AND e.id = p.who AND e.standing <> 'rejected'
LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
LEFT JOIN actor AS k ON k.id = l.actor_id
LEFT JOIN statement AS s ON s.article_id = p.article_id AND s.id = p.statement_id AND s.standing <> 'rejected'
WHERE p.standing <> 'rejected';

CREATE VIEW events_v AS
SELECT
    a.id AS article_id, v.id, coalesce(a.published, a.published_given) AS published, a.outlet, a.title, v.type,
    (SELECT group_concat(e.name, ', ') FROM event_entity AS x JOIN entity AS e ON e.article_id = x.article_id AND e.id = x.entity_id AND e.standing <> 'rejected'
        WHERE x.article_id = v.article_id AND x.event_id = v.id AND x.part = 'who') AS who,
    (SELECT group_concat(e.name, ', ') FROM event_entity AS x JOIN entity AS e ON e.article_id = x.article_id AND e.id = x.entity_id AND e.standing <> 'rejected'
        WHERE x.article_id = v.article_id AND x.event_id = v.id AND x.part = 'whom') AS whom,
    substr(a.text, v.span_start + 1, v.span_end - v.span_start) AS words,
    v.when_start, v.when_end, p.name AS place, v.planned, v.statement_id, v.rule, v.standing, a.url
FROM event AS v
JOIN article AS a ON a.id = v.article_id
LEFT JOIN entity AS p ON p.article_id = v.article_id AND p.id = v.where_entity AND p.standing <> 'rejected'
WHERE v.standing <> 'rejected';
