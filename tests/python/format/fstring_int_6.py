# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:%}' + '|', format(v, '%'), '{:%}'.format(v), sep='~')
    print(f'{v:.1%}' + '|', format(v, '.1%'), '{:.1%}'.format(v), sep='~')
    print(f'{v:n}' + '|', format(v, 'n'), '{:n}'.format(v), sep='~')
    print(f'{v:1}' + '|', format(v, '1'), '{:1}'.format(v), sep='~')
    print(f'{v:01}' + '|', format(v, '01'), '{:01}'.format(v), sep='~')
    print(f'{v:<}' + '|', format(v, '<'), '{:<}'.format(v), sep='~')
    print(f'{v:^}' + '|', format(v, '^'), '{:^}'.format(v), sep='~')
    print(f'{v:é>9}' + '|', format(v, 'é>9'), '{:é>9}'.format(v), sep='~')
