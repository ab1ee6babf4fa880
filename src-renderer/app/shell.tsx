import { Outlet } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { CommandPalette } from './command-palette.tsx'
import { ConnectionLost } from './connection-lost.tsx'
import { useLastPlace } from './last-place.ts'
import { Rail } from './rail.tsx'
import styles from './shell.module.css'
import { TopBar } from './top-bar.tsx'

export function Shell(): ReactNode {
  useLastPlace()
  return (
    <div className={styles.shell}>
      <Rail />
      <div className={styles.column}>
        <ConnectionLost />
        <TopBar />
        <main className={styles.main}>
          <Outlet />
        </main>
      </div>
      <CommandPalette />
    </div>
  )
}
