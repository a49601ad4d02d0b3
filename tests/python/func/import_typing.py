from typing import List, Optional


def f(a: List[int], b: Optional[int] = None) -> List[int]:
    return a if b is None else a + [b]


print(f([1]), f([1], 2))
