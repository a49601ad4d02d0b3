raise LookupError("where")
