print("no newline", end="")
[][0]
