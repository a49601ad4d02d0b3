n = 0
for c in "hello world":
    if c in "aeiou":
        n += 1
print(n)
vowels = [c for c in "hello" if c in "aeiou"]
print(vowels, "".join([c for c in "hello" if c not in vowels]))
print([c + c for c in "añ"], list("ab"), tuple("cd"))
word = "level"
ok = True
for i in range(len(word) // 2):
    if word[i] != word[len(word) - 1 - i]:
        ok = False
print(ok)
for i in range(len("añb")):
    print("añb"[i], end="|")
print()
