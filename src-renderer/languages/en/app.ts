import { english } from '../../../src-main/api/languages/grammar.ts'

export const app = {
  areas: {
    topics: 'Topics',
    groups: 'Consumer groups',
    brokers: 'Brokers',
    schemas: 'Schemas',
    segments: 'Segments',
  },
  places: { welcome: 'Welcome', settings: 'Settings', directory: 'Data directory' },
  rail: { main: 'Main', clusters: 'Clusters', addCluster: 'Add another cluster', goTo: 'Go to…' },
  whereYouAre: 'Where you are',
  copyAddress: 'Copy the bootstrap address',
  connectionLost: 'Brokkr’s back end does not answer. What you see may be out of date.',
  retryNow: 'Retry now',
  badLink: {
    title: 'The link leads nowhere',
    noCluster: (name: string, known: readonly { readonly name: string }[]) =>
      `No cluster is called ${name}. There is ${english.list(known.map((each) => each.name))}.`,
  },
  notFound: { title: 'There is no such screen', detail: 'Choose a cluster on the left.' },
  palette: {
    label: 'Go to',
    placeholder: 'Go to a cluster, topic, group or screen',
    localCluster: 'Cluster on this machine',
    clusterAt: (address: string) => `Cluster at ${address}`,
    settingsDetail: 'Language, theme, timestamps, local port',
    ofThisCluster: 'Of this cluster',
    topic: 'Topic',
    group: 'Consumer group',
    createTopic: 'Create topic',
    inThisCluster: 'In this cluster',
    openDirectory: 'Open a data directory…',
    openDirectoryDetail: 'Look at the files of a Kafka node, or run on them',
    connect: 'Connect to a cluster',
    connectDetail: 'Add another one by its address',
    lightTheme: 'Light theme',
    darkTheme: 'Dark theme',
    localBroker: 'The broker on this machine',
    stopLocal: 'Stop local cluster',
    startLocal: 'Start local cluster',
  },
  problem: {
    what: 'That did not work.',
    connectionLost: {
      why: 'The connection to Brokkr’s back end was lost.',
      remedy: 'It is tried again by itself.',
    },
    tryAgain: 'Try again. If it stays so, the log of Brokkr may tell more.',
    correctInput: 'Correct the input and try again.',
  },
}
