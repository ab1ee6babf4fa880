import { createContext, useContext } from 'react'

const InPopover = createContext(false)

export const InPopoverProvider = InPopover.Provider

/**
 * Where the list of a field that stands in a popover belongs: inside of it, because a click into a list elsewhere on the
 * page would be a click beside the popover, and close it.
 */
export function useListPlace(): { readonly withinPortal: boolean } {
  return { withinPortal: !useContext(InPopover) }
}
