/** What the procedures themselves refuse. */
export const procedures = {
  failed: {
    what: 'Brokkr could not do that.',
    tryAgain: 'Try again. If it stays, please report it with this text.',
    report: 'Please report it with this text.',
  },
  badInput: { what: 'What was entered cannot be used.', remedy: 'Change it and try again.' },
  directory: {
    notOpened: 'The directory was not opened.',
    notAbsolute: (path: string) => `${path} does not say where on this machine it is.`,
    writeWholePath: 'Write the whole path, from the root of the disk.',
    chooseLogDirectory: 'Choose a directory that log.dirs of a Kafka node names: it holds meta.properties.',
    notAdopted: 'The directory was not opened as the local cluster.',
    onlyLook: 'Its files can be looked at all the same. Stop whatever runs on it, or choose another directory.',
  },
  journal: {
    localCluster: 'Local cluster',
    tokenBearer: 'bearer of a token',
    certificateOwner: 'owner of a certificate',
  },
  noDialog: {
    what: 'No dialog was opened.',
    why: 'The console runs in a browser, which shows no directories of the machine.',
    remedy: 'Write the path.',
  },
  noBackup: 'No backup was made.',
  confirmation: {
    what: 'Nothing was changed.',
    notTyped: 'The cluster is marked as production, and the name was not typed to confirm it.',
    otherName: 'The name typed to confirm it is another one.',
    type: (name: string) => `Type ${name} exactly.`,
  },
  registryUnusable: {
    what: 'The schema registry cannot be used.',
    remedy: 'Check its address, and who you are to it.',
  },
  schemaUnusable: {
    what: (name: string) => `${name} cannot be used as a schema.`,
    remedy: 'Correct it; add what it imports first, under the names that it imports it by.',
  },
  download: {
    notExported: 'The export was not finished.',
    notFetched: 'The browser did not begin the download.',
    cancelled: 'The download was cancelled in the browser, or could not be kept.',
    exportAgain: 'Export once more.',
  },
  noTemplate: {
    what: 'No template can be made of that schema.',
    remedy: 'Choose another schema, or write the template yourself.',
  },
  nothingToHandOver: {
    what: 'Nothing was handed over.',
    why: (directory: string) => `${directory} is empty: the local cluster has not run yet.`,
    remedy: 'Start the local cluster once, then hand it over.',
  },
  localCluster: {
    notRunning: 'The local cluster is not running.',
    starting: 'It is still starting.',
    wait: 'Wait a moment.',
    needed: 'What was asked for needs its broker.',
    start: 'Start the local cluster and try again.',
  },
  unknownCluster: {
    what: 'This cluster is not known.',
    why: (clusterId: string) =>
      `No cluster with the id ${clusterId} is saved. It may have been forgotten in another window.`,
    remedy: 'Connect to it again.',
  },
  keyDoesNotFit: 'The key was not written: it does not fit its schema.',
  valueDoesNotFit: 'The value was not written: it does not fit its schema.',
  correctIt: 'Correct it, or write it as text.',
  noPartition: {
    what: 'The message was not written.',
    onlyOne: (topic: string, partition: number) =>
      `Topic ${topic} has no partition ${partition}: it has one partition, 0.`,
    others: (topic: string, partition: number, count: number) =>
      `Topic ${topic} has no partition ${partition}: it has ${count} partitions, 0 to ${count - 1}.`,
    remedy: 'Choose one of them, or leave the choice to the key.',
  },
  tooFewBrokers: {
    what: (topic: string) => `The replicas of ${topic} cannot be placed.`,
    why: (replicas: number, brokers: number) =>
      `${replicas} replicas need as many brokers; there are ${brokers} to choose from.`,
    remedy: 'Choose fewer replicas, or more brokers.',
  },
  redrive: {
    notResumed: 'The redrive cannot be gone on with.',
    beginAnew: 'Begin a new one.',
    notSentOn: 'The messages were not sent on.',
    circle: (topic: string) => `They come from ${topic}, and would go back to it.`,
    otherTopic: 'Choose another topic.',
  },
  noSegments: {
    what: 'The segments cannot be shown.',
    why: 'Only the files of the local cluster, and of directories that you open, are on this machine.',
    remedy: 'Look at the topic on the local cluster, or at its messages here.',
  },
  noTransaction: {
    what: 'No transaction was aborted.',
    why: (partition: number, topic: string, offset: bigint) =>
      `In partition ${partition} of ${topic} none is open since offset ${offset}.`,
    remedy: 'It has ended since: refresh the list.',
  },
}
