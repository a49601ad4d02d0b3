# What a loop adds up on the operand stack is an argument right behind it.
def show(n, text):
    print(n, text)


def main():
    seven = 7
    for text in ["a,b,c", "a", "%d|%5d|%-4d|%x"]:
        show(sum(seven for c in text), text)
        show(sum(len(text) for c in range(20)), text)


main()
