"""Read a sheet and write it to a database, as pandas does it: peer_pandas.py SHEET.csv OUT.db. Looks at nothing."""

from __future__ import annotations

import sqlite3
import sys

import pandas as pd

connection = sqlite3.connect(sys.argv[2])
pd.read_csv(sys.argv[1]).to_sql("project", connection, index=False, if_exists="replace")
connection.commit()
