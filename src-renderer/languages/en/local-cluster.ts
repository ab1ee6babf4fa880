import { phrase } from '../../../src-main/api/languages/grammar.ts'

export const localCluster = {
  notStarted: 'The local cluster was not started.',
  notRunning: {
    stopping: 'The local cluster is stopping',
    starting: 'The local cluster is starting',
    stopped: 'The local cluster is stopped',
    dataIsKept: <Thing>(directory: Thing) =>
      phrase`Its topics, messages and groups are kept in ${directory} and are there again when it runs.`,
    invitation: 'A Kafka broker on this machine, ready in about a second.',
  },
  failed: {
    title: 'The local cluster has ended',
    subtitle: 'It was not asked to. What was acknowledged is on disk.',
    restart: 'Restart local cluster',
    lastLogLines: 'The last lines of its log',
  },
}
