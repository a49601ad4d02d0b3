# format specs of str
values = ['', 'a', 'hello', 'it is', 'é€']
for v in values:
    print(f'{v:}' + '|', format(v, ''), '{:}'.format(v), sep='~')
    print(f'{v:s}' + '|', format(v, 's'), '{:s}'.format(v), sep='~')
    print(f'{v:10}' + '|', format(v, '10'), '{:10}'.format(v), sep='~')
    print(f'{v:<10}' + '|', format(v, '<10'), '{:<10}'.format(v), sep='~')
    print(f'{v:>10}' + '|', format(v, '>10'), '{:>10}'.format(v), sep='~')
    print(f'{v:^10}' + '|', format(v, '^10'), '{:^10}'.format(v), sep='~')
    print(f'{v:.2}' + '|', format(v, '.2'), '{:.2}'.format(v), sep='~')
    print(f'{v:10.3}' + '|', format(v, '10.3'), '{:10.3}'.format(v), sep='~')
