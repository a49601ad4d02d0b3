print([1]["a"::2])
