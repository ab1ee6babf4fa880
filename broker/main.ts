process.stderr.write('The broker is not here yet.\n')
