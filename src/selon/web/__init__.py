"""The page and the HTTP interface over one ledger of many articles.

`create_app(Settings(…))` makes an ASGI application. Pages are made on the server and work without JavaScript; each view is
a URL whose twins in `.json` and `.csv` are the HTTP interface. `views/` holds one module for each view, `wording/` what the
page says in each language of its interface, `templates/` the HTML, `static/` what `frontend/` was bundled into.
"""

from selon.web.app import create_app
from selon.web.settings import Read, Reading, Settings

__all__ = ["Read", "Reading", "Settings", "create_app"]
