x: int = 5
y: str
z: list[int] = [1]


def f(a: int, b: str = "b") -> str:
    n: int = a
    m: float
    return b * n


def g(items: list[int], flag: bool = False) -> None:
    items.append(1 if flag else 0)


print(x, z, f(2), f(3, "c"))
g(z, True)
print(z)
