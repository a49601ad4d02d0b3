print(divmod(1))
