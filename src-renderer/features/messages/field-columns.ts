import { useState } from 'react'
import type { RowField } from '../../api/scans.ts'

const MOST_FIELDS = 20

export interface FieldColumns {
  readonly fields: readonly RowField[]
  readonly add: (field: RowField) => void
  readonly remove: (field: RowField) => void
}

/** The fields of a topic's messages that stand in columns of their own, remembered by this window's browser. */
export function useFieldColumns({ clusterId, topic }: { clusterId: string; topic: string }): FieldColumns {
  const storedAs = `brokkr.messages.fields.${clusterId}.${topic}`
  const [fields, setFields] = useState(() => read(storedAs))
  const change = (next: readonly RowField[]): void => {
    setFields(next)
    localStorage.setItem(storedAs, JSON.stringify(next))
  }
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

function read(storedAs: string): readonly RowField[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storedAs) ?? '[]')
    return Array.isArray(stored) ? stored.filter(isField) : []
  } catch {
    return []
  }
}

function isField(stored: unknown): stored is RowField {
  const { subject, path } = (stored ?? {}) as Partial<RowField>
  return (subject === 'key' || subject === 'value') && typeof path === 'string'
}
