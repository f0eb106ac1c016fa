"""From files to rows: one module a kind. Parsing is pure; `apply` writes in the caller's transaction."""
