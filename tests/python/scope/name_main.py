print(__name__)


def main():
    print("main runs")


if __name__ == "__main__":
    main()
print(f"{__name__!r}")
