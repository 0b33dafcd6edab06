"""One contact from many reports: which events of different documents tell the same call, meeting, visit … and why.

`refresh` brings in what is new, `rebuild` starts anew; both end with the same contacts. docs/merging.md says how it is decided.
"""

from communique.query.merging.run import Summary, rebuild, refresh

__all__ = ["Summary", "rebuild", "refresh"]
