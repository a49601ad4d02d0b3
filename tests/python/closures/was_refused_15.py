x = lambda a: lambda: a
