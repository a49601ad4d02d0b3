def f(a: "whatever", b: "list[undefined]" = 1) -> "nothing":
    return a + b


n: "int" = 3
print(f(n))
