def parts(x):
    n = len(x)
    for a in [None, 0, 1, 3, -1, -2, -9, 9]:
        for b in [None, 0, 2, 4, -1, -3, -9, 9]:
            for c in [None, 1, 2, 3, -1, -2, -5, 7, 9223372036854775807, -9223372036854775807]:
                print(x[a:b:c], end=" ")
    print()

parts("abcdef")
parts("aéb☃d😀")
parts([1, 2, 3, 4, 5])
parts((1, "x", 2.5, None, [1]))
parts("")
parts([])
parts(())
parts("x")
print("hello"[::-1], [1, 2, 3][::-1], (1, 2)[::-1], "abc"[::], [1][::1])
print(list(range(10))[::3], [True, False][::-1], [1.5, 2.5, 3.5][::-2])
long = "aé" * 3000
print(len(long[::-1]), long[::-1][:4], long[::700], long[::-999])
longer = list(range(5000))
print(sum(longer[::2]), longer[4990::-1111])
s = "level"
print(s == s[::-1])
x = [1, 2, 3]
y = x[::-1]
y.append("z")
print(x, y, x[True::2])
