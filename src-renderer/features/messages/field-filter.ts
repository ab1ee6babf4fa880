import { createContext, useContext } from 'react'

/** A field of a record that is to be looked for, or to be left out. */
export interface FieldChoice {
  readonly subject: 'key' | 'value'
  readonly path: string
  readonly value: string
  readonly isNegated: boolean
}

export type FilterByField = (choice: FieldChoice) => void

const FilterByFieldContext = createContext<FilterByField | null>(null)

export const FilterByFieldProvider = FilterByFieldContext.Provider

/** Narrows what is shown to records with that field; null where nothing can be filtered. */
export function useFilterByField(): FilterByField | null {
  return useContext(FilterByFieldContext)
}
