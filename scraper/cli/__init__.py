"""What commands share and what they print: their base class, the checks of options, tables, JSON and reports.

Command lines and settings come in, text for a terminal goes out. May import everything that commands may but for
health/, crawl/, intake/, probe/ and publish/, whose results the commands hand in; probe/ imports it for its JSON.
"""
