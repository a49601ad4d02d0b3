raise StopIteration("end")
