# An error three calls deep, on purpose: the second list is empty.
def average(values):
    return sum(values) / len(values)


def report(name, values):
    print(name, "spent", average(values), "on average")


report("Ada", [12, 15, 9])
report("Grace", [])
