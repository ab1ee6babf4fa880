import { Menu as MantineMenu } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'

export interface MenuItem {
  readonly label: string
  readonly icon?: ReactNode
  readonly tone?: 'default' | 'danger'
  readonly isDisabled?: boolean
  readonly onSelect: () => void
}

/** A button's menu. `null` in the items draws a line. */
export function Menu({ trigger, items }: { trigger: ReactElement; items: readonly (MenuItem | null)[] }): ReactNode {
  return (
    <MantineMenu position="bottom-end" shadow="md" transitionProps={{ duration: 80 }} width={220}>
      <MantineMenu.Target>{trigger}</MantineMenu.Target>
      <MantineMenu.Dropdown>
        {items.map((item, index) =>
          item === null ? (
            <MantineMenu.Divider key={`line-${items[index - 1]?.label ?? ''}`} />
          ) : (
            <MantineMenu.Item
              key={item.label}
              leftSection={item.icon}
              disabled={item.isDisabled === true}
              onClick={item.onSelect}
              fz={13}
              {...(item.tone === 'danger' && { color: 'red' })}
            >
              {item.label}
            </MantineMenu.Item>
          ),
        )}
      </MantineMenu.Dropdown>
    </MantineMenu>
  )
}
