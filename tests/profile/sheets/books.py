"""Workbooks as programs write them, made small and inline."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ROW = 'customFormat="false" ht="12.8" hidden="false" customHeight="false" outlineLevel="0"'
# What LibreOffice 7.4 writes for cells formatted as general, date, text and number.
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="3">
<numFmt numFmtId="164" formatCode="General"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy"/>
<numFmt numFmtId="166" formatCode="@"/></numFmts><fonts count="1"><font/></fonts>
<fills count="1"><fill/></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf numFmtId="164"/></cellStyleXfs><cellXfs count="4">
<xf numFmtId="164" xfId="0"/><xf numFmtId="165" xfId="0"/><xf numFmtId="166" xfId="0"/>
<xf numFmtId="1" xfId="0"/></cellXfs></styleSheet>"""
GENERAL, DATE, TEXT, NUMBER = range(4)


def book(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """A workbook of plain values, as a program's export holds them."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def libreoffice(name: str, rows: Sequence[str], shared: Sequence[str] = ()) -> bytes:
    """A workbook with LibreOffice's ways: shared strings, styled blanks, a last row far below.

    `rows` hold the XML of their cells; see `shared_cell` and the others.
    """
    strings = "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in shared)
    lines = "".join(f'<row r="{n}" {ROW}>{cells}</row>' for n, cells in enumerate(rows, 1))
    parts = {
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" state="visible" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            ("worksheet", "worksheets/sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "sharedStrings.xml"),
        ),
        "xl/styles.xml": STYLES,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" count="{len(shared)}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><dimension ref="A1:XFD1048576"/>'
        f'<sheetData>{lines}<row r="1048576" {ROW}/></sheetData></worksheet>',
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, xml in parts.items():
            archive.writestr(path, '<?xml version="1.0" encoding="UTF-8"?>\n' + xml)
    return out.getvalue()


def relations(*targets: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def shared_cell(ref: str, index: int) -> str:
    return f'<c r="{ref}" s="{TEXT}" t="s"><v>{index}</v></c>'


def number_cell(ref: str, value: str, style: int = GENERAL) -> str:
    return f'<c r="{ref}" s="{style}" t="n"><v>{value}</v></c>'


def inline_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def formula_cell(ref: str, formula: str, value: str) -> str:
    return f'<c r="{ref}" s="0" t="str"><f>{formula}</f><v>{value}</v></c>'


def blank_cell(ref: str) -> str:
    return f'<c r="{ref}" s="{TEXT}"/>'
