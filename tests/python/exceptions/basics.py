def divide(a, b):
    return a / b


try:
    print(divide(1, 0))
except ZeroDivisionError as e:
    print("caught", e, repr(e))

try:
    print(divide(6, 3))
except ZeroDivisionError:
    print("never")
else:
    print("else")
finally:
    print("finally")


def kinds(i):
    try:
        if i == 0:
            return [1, 2][5]
        if i == 1:
            return int("x")
        if i == 2:
            return "a" + 1
        if i == 3:
            raise KeyError("key")
        if i == 4:
            raise ValueError
        if i == 5:
            raise RuntimeError("a", 1)
        if i == 6:
            assert i < 6, "too much"
        if i == 7:
            assert i < 7
        if i == 8:
            raise NotImplementedError("later")
        if i == 9:
            return never
        return "fine"
    except (IndexError, KeyError) as e:
        return "lookup " + str(e) + " " + repr(e)
    except ValueError as e:
        return "value " + str(e) + " " + repr(e)
    except (TypeError, AssertionError) as e:
        return "type or assertion " + str(e) + " " + repr(e)
    except NameError as e:
        return "name " + str(e)
    except Exception as e:
        return "other " + str(e) + " " + repr(e)


for i in range(11):
    print(i, kinds(i))


def nested(n):
    try:
        try:
            return 10 // n
        except ValueError:
            print("not this one")
        finally:
            print("inner finally", n)
    except ZeroDivisionError as e:
        print("outer", e)
        return -1
    finally:
        print("outer finally", n)


print(nested(0), nested(5))
