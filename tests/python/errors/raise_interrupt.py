raise ImportError("i")
