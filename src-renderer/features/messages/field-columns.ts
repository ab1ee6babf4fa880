import { useRememberedList } from '../../api/remembered.ts'
import type { RowField } from '../../api/scans.ts'

const MOST_FIELDS = 20

export interface FieldColumns {
  readonly fields: readonly RowField[]
  readonly add: (field: RowField) => void
  readonly remove: (field: RowField) => void
}

/** The fields of a topic's messages that stand in columns of their own, found again after a restart. */
export function useFieldColumns({ clusterId, topic }: { clusterId: string; topic: string }): FieldColumns {
  const [fields, change] = useRememberedList(`message fields ${clusterId} ${topic}`, isField)
  return {
    fields,
    add: (field) => change([...fields.filter((each) => !isSame(each, field)), field].slice(-MOST_FIELDS)),
    remove: (field) => change(fields.filter((each) => !isSame(each, field))),
  }
}

export function fieldName({ subject, path }: RowField): string {
  if (path === '') return subject
  return subject === 'value' ? path : `key ${path}`
}

function isSame(left: RowField, right: RowField): boolean {
  return left.subject === right.subject && left.path === right.path
}

function isField(stored: unknown): stored is RowField {
  const { subject, path } = (stored ?? {}) as Partial<RowField>
  return (subject === 'key' || subject === 'value') && typeof path === 'string'
}
