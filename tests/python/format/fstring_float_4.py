# format specs of float
values = [0.0, -0.0, 1.0, -2.5, 3.14159, 1e-07, 123456.789, 1e+16, -1.5e+300, 0.5, 2.675]
for v in values:
    print(f'{v:#g}' + '|', format(v, '#g'), '{:#g}'.format(v), sep='~')
    print(f'{v:.5}' + '|', format(v, '.5'), '{:.5}'.format(v), sep='~')
    print(f'{v:.1}' + '|', format(v, '.1'), '{:.1}'.format(v), sep='~')
    print(f'{v:10.4}' + '|', format(v, '10.4'), '{:10.4}'.format(v), sep='~')
    print(f'{v:+10.2e}' + '|', format(v, '+10.2e'), '{:+10.2e}'.format(v), sep='~')
    print(f'{v:*^14.3f}' + '|', format(v, '*^14.3f'), '{:*^14.3f}'.format(v), sep='~')
    print(f'{v:=+12.2f}' + '|', format(v, '=+12.2f'), '{:=+12.2f}'.format(v), sep='~')
    print(f'{v:f}' + '|', format(v, 'f'), '{:f}'.format(v), sep='~')
