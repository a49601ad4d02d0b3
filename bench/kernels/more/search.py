def make_text(n):
    text = ""
    seed = 3
    for i in range(n):
        seed = seed * 16807 % 2147483647
        text += "abc"[seed // 7 % 3]
    return text


def failures(pattern):
    fail = [0] * len(pattern)
    k = 0
    for i in range(1, len(pattern)):
        while k > 0 and pattern[i] != pattern[k]:
            k = fail[k - 1]
        if pattern[i] == pattern[k]:
            k += 1
        fail[i] = k
    return fail


def kmp(text, pattern):
    fail = failures(pattern)
    count = 0
    k = 0
    for i in range(len(text)):
        while k > 0 and text[i] != pattern[k]:
            k = fail[k - 1]
        if text[i] == pattern[k]:
            k += 1
        if k == len(pattern):
            count += 1
            k = fail[k - 1]
    return count


def longest_run(text):
    best = 0
    run = 0
    last = ""
    for ch in text:
        if ch == last:
            run += 1
        else:
            run = 1
            last = ch
        if run > best:
            best = run
    return best


def main():
    text = make_text(20000)
    total = 0
    for start in range(300):
        pattern = text[start * 7:start * 7 + 3 + start % 5]
        total = total * 3 % 1000003 + kmp(text, pattern) + longest_run(text)
    print(total)


main()
