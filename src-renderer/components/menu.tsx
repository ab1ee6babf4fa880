import { Menu as MantineMenu } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
  /** Given, it cannot be chosen, and this is why. */
  readonly whyDisabled?: string | null
  readonly onClick: () => void
}

/** What can be done, in a list that opens below a button. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }): ReactNode {
  return (
    <MantineMenu
      position="bottom-end"
      shadow="md"
      radius="md"
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 80 }}
    >
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        <Items items={items} />
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

export interface MenuAtProps {
  /** In pixels of the window; null: it is closed. */
  readonly at: { readonly x: number; readonly y: number } | null
  readonly items: readonly MenuItem[]
  readonly onClose: () => void
}

/** The same where the pointer or the keyboard is. */
export function MenuAt({ at, items, onClose }: MenuAtProps): ReactNode {
  return (
    <MantineMenu
      opened={at !== null}
      onClose={onClose}
      position="bottom-start"
      shadow="md"
      radius="md"
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
    >
      <MantineMenu.Target>
        <span aria-hidden style={{ position: 'fixed', left: at?.x ?? 0, top: at?.y ?? 0, width: 1, height: 1 }} />
      </MantineMenu.Target>
      <MantineMenu.Dropdown>
        <Items items={items} />
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

function Items({ items }: { items: readonly MenuItem[] }): ReactNode {
  return items.map(({ label, icon, isDisabled, whyDisabled = null, onClick }) => (
    <MantineMenu.Item
      key={label}
      fz={13}
      maw={320}
      leftSection={icon}
      disabled={isDisabled === true || whyDisabled !== null}
      onClick={onClick}
    >
      {label}
      {whyDisabled !== null && <Why text={whyDisabled} />}
    </MantineMenu.Item>
  ))
}

/** Stands below what it is about: a pointer cannot ask something that is disabled. */
function Why({ text }: { text: string }): ReactNode {
  return <div style={{ fontSize: 11.5, whiteSpace: 'normal' }}>{text}</div>
}
