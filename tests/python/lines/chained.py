x = 5
y = ("abc"
     .upper()
     .replace(1,
              2))
