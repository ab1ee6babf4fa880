import { NodeDisk } from '../../../broker/environment/node-disk.ts'

// Takes the lock that it is told, says so, and keeps it until it is killed.
new NodeDisk().lock(process.argv[2] ?? '')
process.stdout.write('locked\n')
process.stdin.resume()
