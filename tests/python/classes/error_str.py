# __str__ returns no text
class C:
    def __str__(self):
        return 5
print("before")
print(C())
