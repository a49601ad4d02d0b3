# format specs of str
values = ['', 'a', 'hello', 'it is', 'é€']
for v in values:
    print(f'{v:*^9}' + '|', format(v, '*^9'), '{:*^9}'.format(v), sep='~')
    print(f'{v:->7s}' + '|', format(v, '->7s'), '{:->7s}'.format(v), sep='~')
    print(f'{v:^7.2}' + '|', format(v, '^7.2'), '{:^7.2}'.format(v), sep='~')
    print(f'{v:.0}' + '|', format(v, '.0'), '{:.0}'.format(v), sep='~')
    print(f'{v:1}' + '|', format(v, '1'), '{:1}'.format(v), sep='~')
    print(f'{v:_<5}' + '|', format(v, '_<5'), '{:_<5}'.format(v), sep='~')
    print(f'{v:x>6}' + '|', format(v, 'x>6'), '{:x>6}'.format(v), sep='~')
    print(f'{v:é^7}' + '|', format(v, 'é^7'), '{:é^7}'.format(v), sep='~')
