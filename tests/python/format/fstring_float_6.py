# format specs of float
values = [0.0, -0.0, 1.0, -2.5, 3.14159, 1e-07, 123456.789, 1e+16, -1.5e+300, 0.5, 2.675]
for v in values:
    print(f'{v:+}' + '|', format(v, '+'), '{:+}'.format(v), sep='~')
    print(f'{v:08.1f}' + '|', format(v, '08.1f'), '{:08.1f}'.format(v), sep='~')
    print(f'{v:+08.1f}' + '|', format(v, '+08.1f'), '{:+08.1f}'.format(v), sep='~')
    print(f'{v:015,.1f}' + '|', format(v, '015,.1f'), '{:015,.1f}'.format(v), sep='~')
    print(f'{v:.0%}' + '|', format(v, '.0%'), '{:.0%}'.format(v), sep='~')
    print(f'{v:#.3g}' + '|', format(v, '#.3g'), '{:#.3g}'.format(v), sep='~')
    print(f'{v:#e}' + '|', format(v, '#e'), '{:#e}'.format(v), sep='~')
