raise AttributeError("attr")
