import { useLocation, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'

/**
 * Which of a screen's dialogs is open: one that a button of the screen has opened, or one that the address names behind its `#`, as the
 * command palette does from elsewhere. Closing a dialog takes its name from the address.
 */
export function useAskedDialog<Name extends string>(
  names: readonly Name[],
): readonly [open: Name | null, setOpen: (name: Name | null) => void] {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const [opened, setOpened] = useState<Name | null>(null)
  const asked = names.find((name) => name === hash) ?? null
  const setOpen = (name: Name | null): void => {
    setOpened(name)
    if (asked !== null) void navigate({ to: '.', search: true, replace: true })
  }
  return [asked ?? opened, setOpen]
}
