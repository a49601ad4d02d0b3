raise ValueError(
    "split "
    "text")
