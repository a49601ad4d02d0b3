print("a\tb", "a\\b", 'it\'s', "say \"hi\"", "\x41\u0042\U00000043\101", "bell\a".upper() == "BELL\a")
print(r"raw\n", "two\
lines", 'a' "b" 'c', "tab\there", """triple
quoted "text" here""")
print(len("\n"), len("\\n"), len(r"\n"), len("\0"), "\x7e")
print(repr("a\nb"), repr("'"), repr('"'), repr("'\""), repr("\\"), repr("\x01\x1f\x7f"), repr("é€"))
