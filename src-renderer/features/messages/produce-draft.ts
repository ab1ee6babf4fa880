import type { CompressionCodec, Content, ProduceInput } from '../../api/scans.ts'

export interface DraftHeader {
  /** Tells rows apart that say the same. */
  readonly id: number
  readonly name: string
  readonly value: string
  readonly isNull: boolean
}

/** A message as it stands in the dialog. */
export interface ProduceDraft {
  readonly key: string
  readonly isKeyNull: boolean
  readonly value: string
  readonly isTombstone: boolean
  readonly headers: readonly DraftHeader[]
  /** Whether the blank row that stands there from the beginning has been asked for. */
  readonly isFirstHeaderTaken: boolean
  /** Null: by the key. */
  readonly partition: number | null
  readonly compression: CompressionCodec
  readonly acks: ProduceInput['acks']
}

const BLANK_HEADER: DraftHeader = { id: 1, name: '', value: '', isNull: false }

export const EMPTY_MESSAGE: ProduceDraft = {
  key: '',
  isKeyNull: true,
  value: '',
  isTombstone: false,
  headers: [BLANK_HEADER],
  isFirstHeaderTaken: false,
  partition: null,
  compression: 'none',
  acks: 'all',
}

/** Who writes a key wants one; who takes it away again, none. An empty key is asked for by the switch. */
export function withKey(draft: ProduceDraft, key: string): ProduceDraft {
  return { ...draft, key, isKeyNull: key === '' }
}

/** A row to write in: the first time the blank one that stands there already, afterwards always one more. */
export function withNewHeader(draft: ProduceDraft): ProduceDraft {
  const [first, second] = draft.headers
  if (first && isBlank(first) && !second && !draft.isFirstHeaderTaken) return { ...draft, isFirstHeaderTaken: true }
  const id = Math.max(0, ...draft.headers.map((header) => header.id)) + 1
  return { ...draft, isFirstHeaderTaken: true, headers: [...draft.headers, { ...BLANK_HEADER, id }] }
}

function isBlank({ name, value, isNull }: DraftHeader): boolean {
  return name === '' && value === '' && !isNull
}

export function withHeader(draft: ProduceDraft, id: number, change: Partial<DraftHeader>): ProduceDraft {
  return { ...draft, headers: draft.headers.map((each) => (each.id === id ? { ...each, ...change } : each)) }
}

export function withoutHeader(draft: ProduceDraft, id: number): ProduceDraft {
  return { ...draft, headers: draft.headers.filter((each) => each.id !== id) }
}

/** The message that a draft means. A row of headers that nobody has written in is none. */
export function messageOf(draft: ProduceDraft, on: { clusterId: string; topic: string }): ProduceInput {
  return {
    ...on,
    partition: draft.partition,
    key: draft.isKeyNull ? { kind: 'null' } : text(draft.key),
    value: draft.isTombstone ? { kind: 'null' } : text(draft.value),
    headers: draft.headers
      .filter((header) => !isBlank(header))
      .map(({ name, value, isNull }) => ({ key: name, value: isNull ? { kind: 'null' } : text(value) })),
    timestamp: null,
    compression: draft.compression,
    acks: draft.acks,
  }
}

function text(written: string): Content {
  return { kind: 'text', text: written }
}
