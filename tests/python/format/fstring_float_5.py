# format specs of float
values = [0.0, -0.0, 1.0, -2.5, 3.14159, 1e-07, 123456.789, 1e+16, -1.5e+300, 0.5, 2.675]
for v in values:
    print(f'{v:F}' + '|', format(v, 'F'), '{:F}'.format(v), sep='~')
    print(f'{v:.15g}' + '|', format(v, '.15g'), '{:.15g}'.format(v), sep='~')
    print(f'{v:.17g}' + '|', format(v, '.17g'), '{:.17g}'.format(v), sep='~')
    print(f'{v:.3}' + '|', format(v, '.3'), '{:.3}'.format(v), sep='~')
    print(f'{v:020}' + '|', format(v, '020'), '{:020}'.format(v), sep='~')
    print(f'{v:<8}' + '|', format(v, '<8'), '{:<8}'.format(v), sep='~')
    print(f'{v:-.1f}' + '|', format(v, '-.1f'), '{:-.1f}'.format(v), sep='~')
    print(f'{v:n}' + '|', format(v, 'n'), '{:n}'.format(v), sep='~')
