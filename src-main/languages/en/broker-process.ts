export const brokerProcess = {
  start: {
    first: 'Starting the broker',
    what: 'The local cluster did not start.',
    portTaken: 'Choose another port in the settings, or end the program that uses it.',
    directoryLocked: (directory: string) => `Stop the other broker that uses ${directory}, then start again.`,
    directoryUnreadable: (directory: string) =>
      `Look at the last lines of the log. If you do not need the data in ${directory}, wipe the local cluster.`,
    otherwise: 'The last lines of its log tell more. Your data is untouched; start again.',
    endedAtOnce: 'The broker ended right after its start.',
  },
  stoppedWhileStarting: {
    what: 'The local cluster did not start.',
    why: 'It was stopped while it was starting.',
    remedy: 'Start it again when you need it.',
  },
  end: {
    what: 'The local cluster has stopped unexpectedly.',
    remedy: 'Start it again: everything that it had acknowledged is there.',
    killed: 'Its process was killed (SIGKILL), by a user or because the machine ran out of memory.',
    withCode: (exitCode: number | null) => `Its process ended with exit code ${exitCode}.`,
    bySignal: (signal: string) => `Its process was ended by ${signal}.`,
  },
  directoryGone: (directory: string) => `${directory} is not there any more, or has no meta.properties.`,
  notWhileItRuns: {
    what: 'The directory was not opened.',
    why: 'The local cluster is running on another one.',
    remedy: 'Stop the local cluster and try again.',
  },
  handOver: {
    what: 'Nothing was handed over.',
    remedy: 'Move the data to a directory without a comma in its path, open it there, and hand that over.',
  },
  handOverSteps: {
    start: 'Start Apache Kafka',
    look: 'See that the topics are there',
    stop: 'Stop it, before the local cluster is started again',
  },
  wipe: {
    what: 'Nothing was wiped.',
    why: (directory: string) => `${directory} is not a directory of Brokkr's own: it is a link or lies elsewhere.`,
    remedy: 'Remove it yourself when you are sure that it can go.',
  },
}
