import { Menu as MantineMenu } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly isDisabled?: boolean
  readonly onClick: () => void
}

/** What can be done, in a list that opens below a button. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly MenuItem[] }): ReactNode {
  return (
    <MantineMenu position="bottom-end" shadow="md" radius="md" transitionProps={{ duration: 80 }}>
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        <Items items={items} />
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}

function Items({ items }: { items: readonly MenuItem[] }): ReactNode {
  return items.map(({ label, icon, isDisabled, onClick }) => (
    <MantineMenu.Item key={label} fz={13} leftSection={icon} disabled={isDisabled === true} onClick={onClick}>
      {label}
    </MantineMenu.Item>
  ))
}
