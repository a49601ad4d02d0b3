# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:b}' + '|', format(v, 'b'), '{:b}'.format(v), sep='~')
    print(f'{v:#x}' + '|', format(v, '#x'), '{:#x}'.format(v), sep='~')
    print(f'{v:#X}' + '|', format(v, '#X'), '{:#X}'.format(v), sep='~')
    print(f'{v:#o}' + '|', format(v, '#o'), '{:#o}'.format(v), sep='~')
    print(f'{v:#b}' + '|', format(v, '#b'), '{:#b}'.format(v), sep='~')
    print(f'{v:#010x}' + '|', format(v, '#010x'), '{:#010x}'.format(v), sep='~')
    print(f'{v:,}' + '|', format(v, ','), '{:,}'.format(v), sep='~')
    print(f'{v:_}' + '|', format(v, '_'), '{:_}'.format(v), sep='~')
