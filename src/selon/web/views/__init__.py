"""One module for each view of the ledger, with its `router`; `app.VIEWS` names them."""
