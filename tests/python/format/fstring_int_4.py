# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:15,}' + '|', format(v, '15,'), '{:15,}'.format(v), sep='~')
    print(f'{v:020,}' + '|', format(v, '020,'), '{:020,}'.format(v), sep='~')
    print(f'{v:_b}' + '|', format(v, '_b'), '{:_b}'.format(v), sep='~')
    print(f'{v:_x}' + '|', format(v, '_x'), '{:_x}'.format(v), sep='~')
    print(f'{v:#_x}' + '|', format(v, '#_x'), '{:#_x}'.format(v), sep='~')
    print(f'{v:*^12}' + '|', format(v, '*^12'), '{:*^12}'.format(v), sep='~')
    print(f'{v:*<12}' + '|', format(v, '*<12'), '{:*<12}'.format(v), sep='~')
    print(f'{v:>+12}' + '|', format(v, '>+12'), '{:>+12}'.format(v), sep='~')
