"""The ledger for assistants: read-only tools of the Model Context Protocol, whose every answer carries its spans.

`answers` makes the answers and knows no protocol; `server` offers them (package `mcp`, the extra `selon[mcp]`).
"""
