# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:>12_d}' + '|', format(v, '>12_d'), '{:>12_d}'.format(v), sep='~')
    print(f'{v:=12}' + '|', format(v, '=12'), '{:=12}'.format(v), sep='~')
    print(f'{v:0<6}' + '|', format(v, '0<6'), '{:0<6}'.format(v), sep='~')
    print(f'{v:+,}' + '|', format(v, '+,'), '{:+,}'.format(v), sep='~')
    print(f'{v:010_}' + '|', format(v, '010_'), '{:010_}'.format(v), sep='~')
    print(f'{v:_o}' + '|', format(v, '_o'), '{:_o}'.format(v), sep='~')
