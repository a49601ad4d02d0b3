y = ("abc"
     .upper()
     .find
     (
         x
     ))
