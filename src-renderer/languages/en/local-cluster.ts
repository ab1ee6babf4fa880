import { english, formatNumber, phrase, type Count } from '../../../src-main/api/languages/grammar.ts'

const partitions = (count: Count) => english.counted(count, { one: 'partition', other: 'partitions' })
const topics = (count: Count) => english.counted(count, { one: 'topic', other: 'topics' })

export const localCluster = {
  notStarted: 'The local cluster was not started.',
  notRestarted: 'The local cluster was not restarted.',
  start: { button: 'Start local cluster', open: 'Open local cluster', starting: 'Starting the broker' },
  stop: {
    button: 'Stop',
    label: 'Stop local cluster',
    hint: 'Stop local cluster. The data stays.',
    failed: 'The local cluster was not stopped.',
  },
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
  overview: {
    title: 'Local cluster',
    running: 'Running',
    ready: (duration: string) => `Ready ${duration} after the click. Any Kafka client can use it.`,
    restart: 'Restart',
    portTaken: (taken: number, port: number) =>
      `Port ${taken} was taken by another program, so the cluster listens on ${port}.`,
    log: 'Log',
    connect: 'Connect a client',
    security: 'Security',
    isSecured: 'The connection is encrypted and clients log in. The cluster restarts when this is turned off.',
    isOpen:
      'Encrypts the connection and asks clients to log in. Makes certificates and users, and restarts the cluster.',
    uptime: 'Uptime',
    memory: 'Memory',
    port: 'Port',
    process: (id: number) => `process ${id}`,
    data: 'Data',
    partitions,
    version: 'Version',
  },
  connect: {
    address: 'Bootstrap address',
    copyAddress: 'Copy the address',
    clients: 'Clients',
    copyProgram: 'Copy the program',
  },
  log: { label: 'Broker log', nothing: 'Nothing has been written yet.' },
  secureMode: {
    title: 'Secure mode',
    users: 'Users',
    user: 'User',
    password: 'Password',
    mayDo: 'May do',
    copyPassword: (user: string) => `Copy the password of ${user}`,
    everything: 'Everything, whatever the ACLs say. The console is this user.',
    byAcls: 'What ACLs allow; everything on topics and groups that no ACL speaks of.',
    trust: 'Clients trust the certificate in',
    copyCertificate: 'Copy the path of the certificate',
    howToLogIn:
      'They log in with SCRAM-SHA-512, SCRAM-SHA-256 or PLAIN, always encrypted (SASL_SSL). More users and ACLs are made with kafka-configs and kafka-acls; they take the login from admin.properties beside the certificate.',
  },
  sampleData: {
    title: 'Something to look at',
    button: 'Load sample data',
    what: 'Orders in JSON, payments in Avro with their schema, customers of whom only the newest state stays, and a group that is behind.',
    loaded: (topicCount: Count) =>
      `${english.counted(topicCount, { one: 'topic was', other: 'topics were' })} made, and a group that is behind in the orders.`,
    wasThere: 'The sample data is there already.',
    failed: 'The sample data was not loaded.',
  },
  wipe: {
    button: 'Wipe data',
    question: 'Remove all data of the local cluster?',
    done: 'The data of the local cluster was removed.',
    failed: 'The data was not removed.',
    whatIsThere: (topicCount: Count, partitionCount: Count, size: string) =>
      `${topics(topicCount)} with ${partitions(partitionCount)}, ${size} on disk`,
    whatIsLost:
      'All messages, consumer groups and their offsets are lost, and there is no way back. The cluster stops, and begins empty when it is started again.',
  },
  directory: {
    title: 'Data directory',
    isLocalCluster: 'local cluster',
    subtitle: 'A log directory of Apache Kafka or of Brokkr, looked at without changing it.',
    notOpened: 'The directory was not opened.',
    openOne: 'Open a data directory…',
    choose: 'Open a data directory',
    path: 'Directory',
    browse: 'Browse…',
    open: 'Open',
    which: 'Which directory?',
    whichDetail:
      'It is what log.dirs of a Kafka node names, and holds meta.properties. It can be looked at while its broker runs.',
    goBack: 'Go back to Brokkr’s own directory',
  },
  facts: {
    clusterId: 'Cluster id',
    nodeId: 'Node id',
    metadataVersion: 'Metadata version',
    newer: 'newer than this Brokkr',
    unreadable: 'could not be read',
    topics: 'Topics',
    topicsWith: (topicCount: Count, partitionCount: Count) =>
      `${formatNumber(topicCount)} with ${partitions(partitionCount)}`,
    size: 'Size',
    onDisk: (size: string) => `${size} on disk`,
    inFiles: (size: string) => `${size} in files; holes in index files take no room`,
    lastStop: 'Last stopped in order',
    lastWritten: 'Last written',
    lock: 'Lock',
    free: 'free',
    held: 'held',
    lookOnly: 'look only',
    running: 'running',
    killed: 'not: its broker was killed',
  },
  adopt: {
    button: 'Open as the local cluster…',
    question: 'Open as the local cluster?',
    confirm: 'Open as the local cluster',
    withoutBackup: 'Open without a backup',
    whatHappens: <Thing>(directory: Thing, nodeId: number) =>
      phrase<
        Thing | number
      >`From then on Brokkr’s broker runs on ${directory} and writes there, as node ${nodeId}. Apache Kafka can open it again afterwards.`,
    stopsFirst: <Thing>(directory: Thing) =>
      phrase`The local cluster that runs now stops first. Its own data stays in ${directory}.`,
  },
  backup: {
    isWhole: <Thing>(path: Thing) => phrase`The backup is whole: ${path}`,
    target: 'Backup to',
    targetDetail: (size: string) => `A copy of ${size}; holes in index files are kept.`,
    failed: 'No backup was made.',
    progress: 'Backup',
    copied: (copied: string, total: string) => `${copied} of ${total}`,
    looking: 'Looking at the files',
    stop: 'Stop the backup',
    start: 'Back up first',
  },
  handOver: {
    button: 'Hand over to Apache Kafka…',
    question: 'Hand over to Apache Kafka?',
    confirm: 'Hand over',
    stopAndConfirm: 'Stop and hand over',
    failed: 'The local cluster was not handed over.',
    stops: 'The local cluster stops, and clients lose their connection.',
    whatIsWritten: <Thing>(file: Thing) =>
      phrase`A ${file} is written, with which Apache Kafka 4 goes on where it has stopped: the same address, topics, messages, groups and offsets.`,
    filesStay: 'The files stay where they are, and nothing in them changes. The way back is to start it here again.',
  },
  handedOver: {
    title: 'Ready for Apache Kafka',
    subtitle: <Thing>(directory: Thing) =>
      phrase`The local cluster has stopped in order. Its data lies in ${directory}, unchanged.`,
    done: 'Done',
    run: 'In the folder of Apache Kafka, run',
    copyCommand: (purpose: string) => `Copy: ${purpose}`,
    address: <Thing>(address: Thing) =>
      phrase`Clients reach it at ${address}, as before. Any Apache Kafka from 4.0 on can open the directory.`,
    copyConfiguration: 'Copy server.properties',
    writtenTo: <Thing>(path: Thing) => phrase`Written to ${path}`,
    wayBack: 'The way back',
    wayBackDetail: 'Stop Apache Kafka, then start the local cluster here: it goes on with what Apache Kafka has added.',
  },
}
