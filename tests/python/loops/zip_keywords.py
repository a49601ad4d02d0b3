# A keyword that zip does not take, of each kind of value: found by a fuzzer, which misspelled strict.
def f():
    k = 0
    for x, y in zip([1, 2], 'ab', stricu=True):
        k += 1
    return k


print('before')
f()
