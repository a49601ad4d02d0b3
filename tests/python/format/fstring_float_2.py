# format specs of float
values = [0.0, -0.0, 1.0, -2.5, 3.14159, 1e-07, 123456.789, 1e+16, -1.5e+300, 0.5, 2.675]
for v in values:
    print(f'{v: .3f}' + '|', format(v, ' .3f'), '{: .3f}'.format(v), sep='~')
    print(f'{v:010.2f}' + '|', format(v, '010.2f'), '{:010.2f}'.format(v), sep='~')
    print(f'{v:e}' + '|', format(v, 'e'), '{:e}'.format(v), sep='~')
    print(f'{v:.3e}' + '|', format(v, '.3e'), '{:.3e}'.format(v), sep='~')
    print(f'{v:E}' + '|', format(v, 'E'), '{:E}'.format(v), sep='~')
    print(f'{v:.0e}' + '|', format(v, '.0e'), '{:.0e}'.format(v), sep='~')
    print(f'{v:g}' + '|', format(v, 'g'), '{:g}'.format(v), sep='~')
    print(f'{v:.3g}' + '|', format(v, '.3g'), '{:.3g}'.format(v), sep='~')
