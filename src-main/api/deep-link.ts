import { contractTexts } from './languages/texts.ts'
import { topicName } from './topics.ts'

/** A place in a cluster that can be named in a line of text, from outside of Brokkr. */
export interface DeepLink {
  /** The id or the name of a saved cluster. */
  readonly cluster: string
  readonly topic: string | null
  readonly partition: number | null
  readonly offset: bigint | null
}

const SCHEME = 'brokkr://'
const FORM = /^([^/]+)(?:\/(?:([^/@]+)(?:@(\d{1,9})(?::(\d{1,19}))?)?)?)?\/?$/

/** Reads `cluster/topic@partition:offset`, with or without `brokkr://` before it, or says why that is none. */
export function readDeepLink(text: string): { readonly link: DeepLink } | { readonly why: string } {
  const written = text.trim()
  const place = written.toLowerCase().startsWith(SCHEME) ? decoded(written.slice(SCHEME.length)) : written
  const match = FORM.exec(place)
  if (!match) return { why: contractTexts.deepLink.wrongForm(written) }
  const [, cluster = '', topic, partition, offset] = match
  if (topic !== undefined && !topicName.safeParse(topic).success) return { why: contractTexts.deepLink.noTopic(topic) }
  return {
    link: {
      cluster,
      topic: topic ?? null,
      partition: partition === undefined ? null : Number(partition),
      offset: offset === undefined ? null : BigInt(offset),
    },
  }
}

/** What files with exported connections are called. */
const EXPORT_FILE = /\.brokkr$/i

/** Whether what the system hands over is a file that Brokkr has exported, and no link. */
export function isExportFile(text: string): boolean {
  return EXPORT_FILE.test(text) && !text.toLowerCase().startsWith(SCHEME)
}

/** What the address of the page says so that it offers to import the connections of a file. */
function hashOfExportFile(path: string): string {
  return `#/?file=${encodeURIComponent(path)}#import`
}

/** What the address of the page says so that it opens what the system hands over: a link, or a file of connections. */
export function hashOfOpened(text: string): string {
  return isExportFile(text) ? hashOfExportFile(text) : hashOfDeepLink(text)
}

/** What the address of the page says so that it opens the link. */
export function hashOfDeepLink(text: string): string {
  return `#/open?link=${encodeURIComponent(text)}`
}

/** Systems hand an address over with its spaces and umlauts encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
