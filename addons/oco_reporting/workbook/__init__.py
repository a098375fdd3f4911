"""Workbooks (xlsx) of figures, framework-free.

`published` writes what was published before, `accountability` the workbook with which
a subsidy is accounted for.
"""

from .published import (
    CasesSheet,
    ContactsSheet,
    DomainsSheet,
    Source,
    SourceSheet,
    write,
)
from .tables import CaseRow
from .writer import Properties
