# Methods that ask for classes of characters
words = ["", "abc", "ABC", "Abc Def", "a1", "123", "12.5", " \t\n", "_x", "1x", "é", "É", "٣", "²", "½",
         "Ǆ", "ǅ", "aé b", "日本", "a\u00b7", "\u3000", "it's"]
for w in words:
    print(repr(w), w.isalpha(), w.isdigit(), w.isdecimal(), w.isnumeric(), w.isalnum(), w.isspace(),
          w.isupper(), w.islower(), w.istitle(), w.isidentifier(), w.isprintable(), w.isascii())


def count(text):
    letters = 0
    digits = 0
    for c in text:
        if c.isalpha():
            letters += 1
        elif c.isdigit():
            digits += 1
    return letters, digits


print(count("abc 123 x9" * 50))
print([w for w in "the quick 7 brown 42 foxes".split() if w.isdigit()])
