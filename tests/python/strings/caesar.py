def shift(text, n):
    out = ""
    for c in text:
        if "a" <= c <= "z":
            out += chr((ord(c) - ord("a") + n) % 26 + ord("a"))
        elif "A" <= c <= "Z":
            out += chr((ord(c) - ord("A") + n) % 26 + ord("A"))
        else:
            out += c
    return out


print(shift("Hello, World!", 3), shift(shift("Round trip", 7), -7))
