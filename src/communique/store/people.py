"""Tables of those who use a served store: accounts, their sessions and tokens, and what they did. Times are ISO, UTC."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from communique.store.schema import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("name", String, primary_key=True),
    Column("password", String, nullable=False, comment="Argon2id hash."),
    Column("role", String, nullable=False, comment="reader, reviewer or admin."),
    Column("created", String, nullable=False),
    Column("disabled", String, comment="When it was closed; it stays for the sake of what it decided."),
    comment="Who may read, review or administer.",
)

sessions = Table(
    "sessions",
    metadata,
    Column("token", String, primary_key=True, comment="SHA-256 of the cookie."),
    Column("account", String, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("created", String, nullable=False),
    Column("expires", String, nullable=False),
    Index(None, "account"),
    comment="Who is logged in.",
)

tokens = Table(
    "api_tokens",
    metadata,
    Column("token", String, primary_key=True, comment="SHA-256 of the token, which is shown once."),
    Column("account", String, ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False),
    Column("name", String, nullable=False, comment="What it is for."),
    Column("role", String, nullable=False, comment="At most that of the account."),
    Column("created", String, nullable=False),
    Column("used", String, comment="When last."),
    Column("revoked", String),
    Index(None, "account"),
    comment="Tokens for programs.",
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False, comment="Account, or “-” for a stranger."),
    Column("what", String, nullable=False, comment="login, logout, refused, decided, token made …"),
    Column("detail", Text),
    Index(None, "at"),
    comment="What was done, by whom, when.",
)

TABLES = (accounts, sessions, tokens, audit)
