raise MemoryError("full")
