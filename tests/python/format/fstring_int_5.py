# format specs of int
values = [0, 1, -1, 7, -42, 255, 1234567, -9876543210, 9223372036854775807]
for v in values:
    print(f'{v:^+12,}' + '|', format(v, '^+12,'), '{:^+12,}'.format(v), sep='~')
    print(f'{v:e}' + '|', format(v, 'e'), '{:e}'.format(v), sep='~')
    print(f'{v:.2e}' + '|', format(v, '.2e'), '{:.2e}'.format(v), sep='~')
    print(f'{v:f}' + '|', format(v, 'f'), '{:f}'.format(v), sep='~')
    print(f'{v:.1f}' + '|', format(v, '.1f'), '{:.1f}'.format(v), sep='~')
    print(f'{v:.0f}' + '|', format(v, '.0f'), '{:.0f}'.format(v), sep='~')
    print(f'{v:g}' + '|', format(v, 'g'), '{:g}'.format(v), sep='~')
    print(f'{v:.3g}' + '|', format(v, '.3g'), '{:.3g}'.format(v), sep='~')
