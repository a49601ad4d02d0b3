from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple, Union
import typing


def a(x: tuple[int, ...], y: list[tuple[int, str]] = None, z: 'anything at all' = 1) -> dict[str, list[int]]:
    return x


def b(x: int | None, y: list[int] | str | None = 2, z: ... = 3, w: lambda q: q = 4) -> None:
    return y


def c(x: {}, y: {'a': 1, 'b': 2.5} = 1, z: {1, 2} = 2, w: (1, 'two', None) = 3, v: [int, str] = 4) -> b'bytes':
    return z


def d(x: List[int], y: Optional[Dict[str, int]] = None, z: Tuple[int, ...] = (), w: Union[int, str] = 1) -> Any:
    return w


def e(x: Callable[[int, str], bool], y: Callable[..., None] = None, z: typing.List[int] = None) -> int:
    local: undefined_name[5:6] = 3
    other: {undefined: [1][7], **more} = 4
    third: lambda *a, **k: (lambda: 1)()
    (local): print('never') = 5
    return local + other


def f(x: typing.Optional[int] = None, y: Sequence[float] = (), z: -1 = 2, w: type[Exception] = 3):
    return x


v: tuple[int, ...] = (1, 2)
w: list[int]
u: int | None = None
t: Optional[List[Tuple[int, ...]]] = [(1,)]
print(a(1), b(2), c(3), d(4), e(5), f(6), v, u, t)
