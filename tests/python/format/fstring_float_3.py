# format specs of float
values = [0.0, -0.0, 1.0, -2.5, 3.14159, 1e-07, 123456.789, 1e+16, -1.5e+300, 0.5, 2.675]
for v in values:
    print(f'{v:G}' + '|', format(v, 'G'), '{:G}'.format(v), sep='~')
    print(f'{v:.10g}' + '|', format(v, '.10g'), '{:.10g}'.format(v), sep='~')
    print(f'{v:%}' + '|', format(v, '%'), '{:%}'.format(v), sep='~')
    print(f'{v:.1%}' + '|', format(v, '.1%'), '{:.1%}'.format(v), sep='~')
    print(f'{v:,.2f}' + '|', format(v, ',.2f'), '{:,.2f}'.format(v), sep='~')
    print(f'{v:_.1f}' + '|', format(v, '_.1f'), '{:_.1f}'.format(v), sep='~')
    print(f'{v:15,.3f}' + '|', format(v, '15,.3f'), '{:15,.3f}'.format(v), sep='~')
    print(f'{v:#.0f}' + '|', format(v, '#.0f'), '{:#.0f}'.format(v), sep='~')
