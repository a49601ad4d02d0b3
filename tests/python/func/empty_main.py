def main():
    data = [5, 3, 8]
    data.sort()
    for d in data:
        print(d)


main()
