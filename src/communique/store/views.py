"""SQL views for people who bring their own tools (DuckDB, Datasette, notebooks): one row an item, names in words."""

from sqlalchemy import Dialect

VIEWS = {
    "contacts": """SELECT e.document, e.id, e.day, e.first_day, e.last_day, e.action, e.status,
        ({actors}) AS who, pl.name AS place, e.trigger, e.words, e.first, e.last, e.confidence,
        d.publisher, d.title, d.address, d.day AS published
      FROM events e JOIN documents d ON d.id = e.document
      LEFT JOIN entities pl ON pl.document = e.document AND pl.id = e.place
      WHERE e.code = 'CONSULT'""",
    "other_events": """SELECT e.document, e.id, e.day, e.code, e.action, e.mode, e.status,
        ({actors}) AS who, e.trigger, e.words, e.first, e.last, e.confidence,
        d.publisher, d.title, d.address, d.day AS published
      FROM events e JOIN documents d ON d.id = e.document WHERE e.code <> 'CONSULT'""",
    "said": """SELECT s.document, s.id, d.day AS published, ({speakers}) AS speakers, ({via}) AS via, s.channel, s.form,
        ad.name AS addressee, s.cue, s.words, s.first, s.last, s.confidence, d.publisher, d.title, d.address
      FROM statements s JOIN documents d ON d.id = s.document
      LEFT JOIN entities ad ON ad.document = s.document AND ad.id = s.addressee""",
    "held": """SELECT p.document, p.id, d.day AS published, ({held_by}) AS holders, p.stance, p.target, p.words, p.first,
        p.last, p.confidence, d.publisher, d.title, d.address
      FROM positions p JOIN documents d ON d.id = p.document""",
}
NAMES = """SELECT {agg} FROM (SELECT n.name FROM {link} x JOIN entities n ON n.document = x.document AND n.id = x.entity
      WHERE x.document = {item}.document AND x.{column} = {item}.id{more} ORDER BY x.ordinal) q"""
JOINED = {
    "actors": {"link": "participants", "item": "e", "column": "event", "more": ""},
    "speakers": {"link": "chain", "item": "s", "column": "statement", "more": " AND x.part = 'speaker'"},
    "via": {"link": "chain", "item": "s", "column": "statement", "more": " AND x.part = 'via'"},
    "held_by": {"link": "holders", "item": "p", "column": "position", "more": ""},
}


def ddl(dialect: Dialect) -> tuple[str, ...]:
    """The statements that make the views."""
    agg = "group_concat(q.name, '; ')" if dialect.name == "sqlite" else "string_agg(q.name, '; ')"
    joined = {name: NAMES.format(agg=agg, **fields) for name, fields in JOINED.items()}
    return tuple(f"CREATE VIEW {name} AS {query.format(**joined)}" for name, query in VIEWS.items())
