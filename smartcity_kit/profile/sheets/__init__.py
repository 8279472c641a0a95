"""One table of the region's: what it may hold, read from CSV or XLSX and checked cell by cell.

for sheet in read_file(folder, folder / "data" / "staff.xlsx"):
    sheet.rows          canonical: dates as year-month-day, numbers with a point, E.164
    sheet.faults        each with file, sheet, row, column, value and advice
"""

from smartcity_kit.profile.sheets.kinds import EXAMPLES, KINDS, SHARED, Column, Kind
from smartcity_kit.profile.sheets.read import WORKBOOK, read_file
from smartcity_kit.profile.sheets.sheet import Sheet
from smartcity_kit.profile.sheets.template import write_template

__all__ = [
    "EXAMPLES",
    "KINDS",
    "SHARED",
    "WORKBOOK",
    "Column",
    "Kind",
    "Sheet",
    "read_file",
    "write_template",
]
