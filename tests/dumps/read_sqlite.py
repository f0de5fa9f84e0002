"""Prints every table and the answer of every view of a database as JSON, read by Python's standard library."""
import json
import sqlite3
import sys

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
database.row_factory = sqlite3.Row
tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sections_search%' AND name NOT LIKE 'sqlite_%'")]
read = {name: [dict(row) for row in database.execute(f'SELECT * FROM "{name}"')] for name in tables}
answers = {row["asks"]: [dict(one) for one in database.execute(row["sql"])] for row in database.execute("SELECT asks, sql FROM how_to")}
words = {word: [row[0] for row in database.execute(f"SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid", (word,))] for table, word in [("sections_search", "政府信息"), ("sections_search_2", "公开"), ("sections_search_2", "复议")]}
print(json.dumps({
    "tables": read,
    "answers": answers,
    "words": words,
    "integrity": [row[0] for row in database.execute("PRAGMA integrity_check")],
    "dangling": [tuple(row) for row in database.execute("PRAGMA foreign_key_check")],
    "keys": {name: len(database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()) for name in tables},
}))
