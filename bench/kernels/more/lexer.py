SOURCE = "while (count_1 < 4096) { total = total + a[i] * 31; /* sum ** up */ i = i + 0x1F; } // done\n"


def is_letter(c):
    return 97 <= c <= 122 or 65 <= c <= 90 or c == 95


def is_digit(c):
    return 48 <= c <= 57


def scan(codes):
    state = 0
    names = 0
    numbers = 0
    comments = 0
    others = 0
    for c in codes:
        if state == 1:  # in a name
            if is_letter(c) or is_digit(c):
                continue
            state = 0
        elif state == 2:  # in a number
            if is_digit(c) or is_letter(c):
                continue
            state = 0
        elif state == 3:  # behind a slash
            if c == 42:
                state = 4
                comments += 1
                continue
            if c == 47:
                state = 6
                comments += 1
                continue
            others += 1
            state = 0
        elif state == 4:  # in a comment
            if c == 42:
                state = 5
            continue
        elif state == 5:  # behind a star in a comment
            if c == 47:
                state = 0
            elif c != 42:
                state = 4
            continue
        elif state == 6:  # in a comment to the end of the line
            if c == 10:
                state = 0
            continue
        if is_letter(c):
            state = 1
            names += 1
        elif is_digit(c):
            state = 2
            numbers += 1
        elif c == 47:
            state = 3
        elif c != 32 and c != 10:
            others += 1
    return names + 3 * numbers + 5 * comments + 7 * others


def main():
    codes = [ord(ch) for ch in SOURCE * 500]
    total = 0
    for k in range(450):
        total = total * 3 % 1000003 + scan(codes)
    print(total)


main()
