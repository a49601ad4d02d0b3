print(sum('ab', []))
