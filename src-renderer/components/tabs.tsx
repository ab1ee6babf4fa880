import { Tabs as MantineTabs } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './tabs.module.css'

export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  /** A number behind the name; not part of the accessible name. */
  readonly count?: string
}

export interface TabsProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly current: Id
  readonly onChange: (id: Id) => void
  /** What the current tab shows. */
  readonly children: ReactNode
  /** Fills the height that is left and leaves scrolling to what is inside. */
  readonly isFilling?: boolean
  /** The name of what the current tab shows; without it, the tab's own. */
  readonly panelLabel?: string
}

export function Tabs<Id extends string>(props: TabsProps<Id>): ReactNode {
  const { label, tabs, current, onChange, children, isFilling = false, panelLabel } = props
  return (
    <MantineTabs
      value={current}
      onChange={(id) => id !== null && onChange(id as Id)}
      keepMounted={false}
      className={styles.tabs ?? ''}
      data-filling={isFilling}
      classNames={{ list: styles.list ?? '', tab: styles.tab ?? '' }}
    >
      <MantineTabs.List aria-label={label}>
        {tabs.map((tab) => (
          <MantineTabs.Tab key={tab.id} value={tab.id}>
            {tab.label}
            {tab.count !== undefined && (
              <span className={styles.count} aria-hidden>
                {tab.count}
              </span>
            )}
          </MantineTabs.Tab>
        ))}
      </MantineTabs.List>
      {tabs.map((tab) => (
        <MantineTabs.Panel
          key={tab.id}
          value={tab.id}
          className={styles.panel ?? ''}
          // Empty, because the panel takes the tab's name for itself when it is told nothing.
          {...(panelLabel !== undefined && { 'aria-label': panelLabel, 'aria-labelledby': '' })}
        >
          {tab.id === current && children}
        </MantineTabs.Panel>
      ))}
    </MantineTabs>
  )
}
