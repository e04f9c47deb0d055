"""The tables of the index, and the views that people ask."""

from kinescope_tui.services.index.indexed_video import FACTS, NAMES, TEXTS

VERSION = 3

_NAMED = ", ".join(f"{name} INTEGER" for name in NAMES)
_FACTS = ", ".join(FACTS)
_TEXTS = ", ".join(f"{name} TEXT NOT NULL" for name in TEXTS)

LAYOUT = f"""
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- What few values stand in, once each.
CREATE TABLE term (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
  UNIQUE (kind, name));
-- What is counted and filtered, narrow; a key is the higher, the later a video was made.
CREATE TABLE fact (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title_key TEXT NOT NULL,
  {_NAMED}, {_FACTS}, reading INTEGER NOT NULL, digest INTEGER NOT NULL);
CREATE INDEX fact_title ON fact (title_key);
CREATE INDEX fact_updated ON fact (updated);
CREATE INDEX fact_duration ON fact (duration);
CREATE INDEX fact_size ON fact (size);
-- What is looked at, a page at a time.
CREATE TABLE rest (key INTEGER PRIMARY KEY, {_TEXTS});
-- Tags and domains of videos.
CREATE TABLE label (term INTEGER NOT NULL, key INTEGER NOT NULL, PRIMARY KEY (term, key))
  WITHOUT ROWID;
-- How many videos have what they are filtered and grouped by, how many milliseconds and bytes
-- they have together: kept with them, so that it is there at once.
CREATE TABLE tally (field TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
  length INTEGER NOT NULL, size INTEGER NOT NULL, PRIMARY KEY (field, value)) WITHOUT ROWID;
-- How often a video was watched lately, and ever; null where that came without a number.
CREATE TABLE watched (id TEXT PRIMARY KEY, lately REAL, ever REAL) WITHOUT ROWID;
-- Which rows have which three letters in a row; the texts are in `rest`.
CREATE VIRTUAL TABLE found USING fts5 (text, content='', columnsize=0, detail=none,
  tokenize='trigram case_sensitive 1');
-- Projects, folders, playlists, tags, live events.
CREATE TABLE thing (kind TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, project TEXT,
  parent TEXT, items INTEGER, size INTEGER, created INTEGER, PRIMARY KEY (kind, id)) WITHOUT ROWID;
-- What differed from what was known: the last ones.
CREATE TABLE change (number INTEGER PRIMARY KEY, at INTEGER NOT NULL, id TEXT NOT NULL,
  title TEXT NOT NULL, what TEXT NOT NULL, old, new);

CREATE VIEW projects AS SELECT id, name, items, size FROM thing WHERE kind = 'project';
CREATE VIEW folders AS SELECT id, name, project AS project_id, parent AS parent_id, items, size
  FROM thing WHERE kind = 'folder';
CREATE VIEW playlists AS SELECT id, name FROM thing WHERE kind = 'playlist';
CREATE VIEW live_events AS SELECT id, name FROM thing WHERE kind = 'live event';
CREATE VIEW tags AS SELECT term.name AS tag, fact.id AS video_id
  FROM term JOIN label ON label.term = term.id JOIN fact ON fact.key = label.key
  WHERE term.kind = 'tag';
CREATE VIEW domains AS SELECT term.name AS domain, fact.id AS video_id
  FROM term JOIN label ON label.term = term.id JOIN fact ON fact.key = label.key
  WHERE term.kind = 'domain';
CREATE VIEW changes AS SELECT strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000.0, 'unixepoch') AS at,
  id, title, what, old, new FROM change;
CREATE VIEW videos AS SELECT f.id, r.title, r.description,
  (SELECT name FROM term WHERE id = f.status) AS status,
  (SELECT name FROM term WHERE id = f.privacy) AS privacy,
  (SELECT name FROM term WHERE id = f.project) AS project_id,
  (SELECT name FROM term WHERE id = f.folder) AS folder_id,
  (SELECT name FROM term WHERE id = f.player) AS player_id,
  (SELECT t.name FROM term p JOIN thing t ON t.kind = 'project' AND t.id = p.name
    WHERE p.id = f.project) AS project,
  (SELECT t.name FROM term p JOIN thing t ON t.kind = 'folder' AND t.id = p.name
    WHERE p.id = f.folder) AS folder,
  strftime('%Y-%m-%dT%H:%M:%SZ', f.created / 1000.0, 'unixepoch') AS created_at,
  strftime('%Y-%m-%dT%H:%M:%SZ', f.updated / 1000.0, 'unixepoch') AS updated_at,
  f.duration, f.size, f.height, f.original AS original_size, f.best AS best_size,
  f.subtitles, f.chapters, f.poster, f.materials, f.files, r.tags, r.domains, r.play_link,
  (SELECT lately FROM watched w WHERE w.id = f.id) AS views_90_days,
  (SELECT ever FROM watched w WHERE w.id = f.id) AS views_ever
  FROM fact f JOIN rest r ON r.key = f.key;
"""  # noqa: S608 - names of ours
"""Version 3: `:sql` reads the views; the tables may change with a version."""

VIEWS = ("videos", "projects", "folders", "playlists", "live_events", "tags", "domains", "changes")
"""What `:sql` is told to read."""
