"""Prints the sheets of a workbook as JSON, read by Python's standard library: rows of [kind, text] by column."""
import json
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def column(reference):
    number = 0
    for letter in re.match(r"[A-Z]+", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1


def unescape(text):
    return re.sub(r"_x([0-9A-F]{4})_", lambda found: chr(int(found.group(1), 16)), text)


def rows(root):
    for row in root.iter(MAIN + "row"):
        cells = {}
        for cell in row.iter(MAIN + "c"):
            if cell.find(MAIN + "f") is not None:
                raise SystemExit("a formula at " + cell.get("r"))
            kind = cell.get("t", "n")
            if kind == "inlineStr":
                value = unescape("".join(part.text or "" for part in cell.iter(MAIN + "t")))
            else:
                value = cell.find(MAIN + "v").text
            cells[column(cell.get("r"))] = [kind, value]
        yield cells


book = zipfile.ZipFile(sys.argv[1])
if book.testzip() is not None:
    raise SystemExit("a damaged part: " + book.testzip())
targets = {one.get("Id"): one.get("Target") for one in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
sheets = {}
for sheet in ET.fromstring(book.read("xl/workbook.xml")).iter(MAIN + "sheet"):
    root = ET.fromstring(book.read("xl/" + targets[sheet.get(RID)]))
    pane = root.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
    filters = root.find(MAIN + "autoFilter")
    sheets[sheet.get("name")] = {
        "rows": list(rows(root)),
        "frozen": None if pane is None else pane.get("ySplit"),
        "filter": None if filters is None else filters.get("ref"),
        "widths": len(root.findall(f"{MAIN}cols/{MAIN}col")),
    }
print(json.dumps(sheets))
