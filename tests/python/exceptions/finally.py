def returns():
    try:
        return "try"
    finally:
        print("finally before return")


def overrides():
    try:
        return "try"
    finally:
        return "finally"


def swallows():
    try:
        raise ValueError("lost")
    finally:
        return "swallowed"


def loop():
    out = []
    for i in range(6):
        try:
            if i == 1:
                continue
            if i == 4:
                break
            out.append(i)
        finally:
            out.append("f" + str(i))
    else:
        out.append("else")
    return out


def loop_in_finally():
    total = 0
    try:
        total += 1
        raise KeyError(total)
    except KeyError:
        total += 10
    finally:
        for i in range(3):
            if i == 1:
                continue
            total += 100
    return total


def while_try():
    n = 0
    while True:
        try:
            n += 1
            if n < 5:
                raise ValueError(n)
            return n
        except ValueError as e:
            print("again", e)
            if n == 3:
                continue
        finally:
            print("finally", n)


def except_in_loop():
    for x in ["1", "b", "3", "stop", "5"]:
        try:
            if x == "stop":
                break
            print(int(x))
        except ValueError as e:
            print("bad:", e)
            continue
    return x


def return_in_except():
    try:
        raise KeyError("k")
    except KeyError as e:
        return str(e)
    finally:
        print("done")


def return_in_handler_of_loop(values):
    for v in values:
        try:
            if v == 0:
                raise ZeroDivisionError("zero at " + str(v))
        except ZeroDivisionError as e:
            try:
                return v, str(e)
            finally:
                print("inner")
    return None


print(returns())
print(overrides())
print(swallows())
print(loop())
print(loop_in_finally())
print(while_try())
print(except_in_loop())
print(return_in_except())
print(return_in_handler_of_loop([3, 2, 0, 1]))
print(return_in_handler_of_loop([3]))
try:
    try:
        raise ValueError("first")
    finally:
        print("on the way")
except ValueError as e:
    print("got", e)
