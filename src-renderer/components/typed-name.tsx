import type { ReactNode } from 'react'
import { useState } from 'react'
import { texts } from '../languages/texts.ts'
import { TextField } from './fields.tsx'

export interface TypedName {
  /** Where it is typed; null where nothing is asked for. */
  readonly field: ReactNode
  readonly isTyped: boolean
  readonly confirmedName: string | null
}

/** A name that is to be typed before something is done; `nameToType` left out: nothing is asked for. */
export function useTypedName({ nameToType }: { readonly nameToType?: string }): TypedName {
  const [typed, setTyped] = useState('')
  if (nameToType === undefined) return { field: null, isTyped: true, confirmedName: null }
  const label = texts.components.typeToConfirm(nameToType)
  return {
    field: <TextField label={label} value={typed} onChange={setTyped} isMonospace />,
    isTyped: typed === nameToType,
    confirmedName: typed,
  }
}
