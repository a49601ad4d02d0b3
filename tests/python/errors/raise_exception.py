raise Exception("plain")
