import { english } from '../../../src-main/api/languages/grammar.ts'

export const app = {
  areas: {
    topics: 'Topics',
    groups: 'Consumer groups',
    brokers: 'Brokers',
    access: 'Access control',
    schemas: 'Schemas',
    segments: 'Segments',
  },
  places: { welcome: 'Welcome', settings: 'Settings', directory: 'Data directory' },
  rail: { main: 'Main', clusters: 'Clusters', addCluster: 'Add another cluster', goTo: 'Go to…' },
  localCluster: 'Local cluster',
  needsOnTopic: (right: string, topic: string) => `needs ${right} on topic ${topic}`,
  needsOnCluster: (right: string) => `needs ${right} on the cluster`,
  readOnly: (cluster: string) => `${cluster} is marked read-only. Edit the connection to allow changes.`,
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
