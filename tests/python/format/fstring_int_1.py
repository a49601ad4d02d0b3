# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:}' + '|', format(v, ''), '{:}'.format(v), sep='~')
    print(f'{v:d}' + '|', format(v, 'd'), '{:d}'.format(v), sep='~')
    print(f'{v:5}' + '|', format(v, '5'), '{:5}'.format(v), sep='~')
    print(f'{v:<8}' + '|', format(v, '<8'), '{:<8}'.format(v), sep='~')
    print(f'{v:>8}' + '|', format(v, '>8'), '{:>8}'.format(v), sep='~')
    print(f'{v:^8}' + '|', format(v, '^8'), '{:^8}'.format(v), sep='~')
    print(f'{v:08}' + '|', format(v, '08'), '{:08}'.format(v), sep='~')
    print(f'{v:+}' + '|', format(v, '+'), '{:+}'.format(v), sep='~')
