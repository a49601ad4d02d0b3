s = "naïve café €5 𝄞"
print(s, len(s), s[2], s[-1], s[3:8])
print(s.find("é"), s.find("𝄞"), s.count("a"), s.replace("é", "e"), s.split())
print([ord(c) for c in "aé€𝄞"], chr(97), chr(233), chr(8364), chr(119070), chr(0) == "\0")
print("é" < "f", "é" == "e\u0301", "ß" == "ss", max("aé€"), sorted("é€a"))
for c in "日本":
    print(c)
print("日本語"[1], "日本" * 2, "本" in "日本語")
print(f"{'é':>5}|{'日本':<5}|{'€':^5}|", "%5s|%-5s|" % ("é", "日"))
print(repr("日本"), ["é"], "é".strip("é") == "")
