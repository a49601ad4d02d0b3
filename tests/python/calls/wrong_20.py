"a".join()
