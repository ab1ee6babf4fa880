import { createContext, useContext } from 'react'
import type { RowField } from '../../api/scans.ts'

/** A field of a record that is to be looked for, or to be left out. */
export interface FieldChoice {
  readonly subject: 'key' | 'value'
  readonly path: string
  readonly value: string
  readonly isNegated: boolean
}

export interface FieldActions {
  /** Narrows what is shown to records with that field, or to those without it. */
  readonly filterBy: (choice: FieldChoice) => void
  /** Gives the field a column of its own. */
  readonly showColumn: (field: RowField) => void
}

const FieldActionsContext = createContext<FieldActions | null>(null)

export const FieldActionsProvider = FieldActionsContext.Provider

/** What can be done with a field of a record in the table beside it; null where there is none. */
export function useFieldActions(): FieldActions | null {
  return useContext(FieldActionsContext)
}
