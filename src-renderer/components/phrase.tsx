import type { ReactNode } from 'react'
import { Fragment } from 'react'

/** A sentence with things in it, as `phrase` of a language file puts them in order. */
export function Phrase({ parts }: { readonly parts: readonly ReactNode[] }): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- the parts of a sentence have no other name than their place
  return parts.map((part, at) => <Fragment key={at}>{part}</Fragment>)
}
