"""An extract of Kitakyushu's table as a planning section holds it: two years of the same rows, for `ledger import`."""

import csv
import io
import pathlib

# Rows of the report: one of each kind of cell, one indicator under two programmes (26, 28), one that is printed with two values (60, 103).
ROWS = [1, 2, 3, 4, 5, 6, 7, 16, 20, 26, 27, 28, 52, 55, 60, 78, 103]
NEW_IN_H28 = [25]
COLUMNS = ["基本目標", "分野", "取組", "事業名", "所管局", "再掲", "評価", "KPI", "H27実績", "H28実績"]


def extract(sheets, name, rows):
    text = (pathlib.Path(sheets) / "kitakyushu" / name).read_text(encoding="utf-8-sig")
    table = [row for row in csv.DictReader(io.StringIO(text)) if int(row["行番号"]) in rows]
    columns = [column for column in COLUMNS if column in table[0]]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def tables(sheets):
    """Name and text of each file."""
    return {"tables/kpi-h27.csv": extract(sheets, "kpi-h27.csv", ROWS), "tables/kpi-h28.csv": extract(sheets, "kpi-h28.csv", ROWS + NEW_IN_H28)}
