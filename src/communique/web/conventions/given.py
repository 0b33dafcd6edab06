"""What a page's function is given, by the name of its parameter."""

from litestar.di import NamedDependency
from sqlalchemy import Connection, Engine

from communique.web.conventions.asking import Asked
from communique.web.people.roles import User

Connected = NamedDependency[Connection]
"""`connection`: to the store, for one request; nothing that is done through it stays."""
Question = NamedDependency[Asked]
"""`asked`: the filter, the cursor and the limit of a list."""
Known = NamedDependency[User]
"""`user`: who asks."""
Writable = NamedDependency[Engine]
"""`engine`: of the store, to write in a transaction of one's own."""
