"""Records in the formats that others' tools read: one module a format, all of them streams."""

from communique.export.formats import FORMATS, ExportFormat, export

__all__ = ["FORMATS", "ExportFormat", "export"]
