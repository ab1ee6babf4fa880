process.stderr.write('The browser host is not here yet.\n')
