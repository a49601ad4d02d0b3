[1].pop(index=0)
