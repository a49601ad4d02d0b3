raise ZeroDivisionError("custom")
