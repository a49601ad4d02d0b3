s = "  Hello, World  "
print(repr(s.strip()), s.strip(" H"), "xxaxx".strip("x"), "abc".strip("z"), "".strip(), repr("\t\n a \r".strip()))
print("abc".upper(), "ABC".lower(), "MiXed 123".upper(), "MiXed".lower())
print("hello".find("l"), "hello".find("z"), "hello".find("l", 3), "hello".find("l", 4), "hello".find("o", 0, 4), "".find(""), "abc".find(""), "abc".find("", 3), "abc".find("", 4))
print("a-b-c".replace("-", "+"), "aaa".replace("a", "b", 2), "abc".replace("", "."), "abc".replace("x", "y"), "aaa".replace("aa", "b"), "abc".replace("b", ""))
print("hello".startswith("he"), "hello".startswith("lo"), "hello".startswith("l", 2), "hello".startswith(("a", "h")), "hello".startswith(""), "hello".startswith("he", 0, 1))
print("hello".endswith("lo"), "hello".endswith("l", 0, 4), "hello".endswith(("x", "o")), "hello".endswith(""))
print("hello".index("l"), "hello".count("l"), "aaaa".count("aa"), "abc".count(""), "abc".count("b", 2))
