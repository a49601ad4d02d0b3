for a in range(2):
    for b in range(2):
        for c in range(2):
            for d in range(2):
                for e in range(2):
                    for f in range(2):
                        if a:
                            if b:
                                if c:
                                    if d:
                                        if e:
                                            if f:
                                                print("all")
                                            else:
                                                print(a, b, c, d, e, f)
print(((((((((((1 + 2))))))))))
      * 3)
print([[[[[[[[1]]]]]]]][0][0][0][0][0][0][0][0])
print((((1,),),))
