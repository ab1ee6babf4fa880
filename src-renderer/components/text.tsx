import { Skeleton } from '@mantine/core'
import type { ReactNode } from 'react'
import styles from './text.module.css'

/** Text that says less than what it stands beside. */
export function Dim({ children }: { children: ReactNode }): ReactNode {
  return <span className={styles.dim}>{children}</span>
}

/** Names, numbers and bytes as they are: in letters of one width. */
export function Mono({ children }: { children: ReactNode }): ReactNode {
  return <span className={styles.mono}>{children}</span>
}

/** One line that ends in dots where there is no room; the whole text is its tooltip. */
export function OneLine({ text, children }: { text?: string; children: ReactNode }): ReactNode {
  return (
    <span className={styles.oneLine} title={text ?? (typeof children === 'string' ? children : undefined)}>
      {children}
    </span>
  )
}

/** A key of the keyboard. */
export function Key({ children }: { children: ReactNode }): ReactNode {
  return <kbd className={styles.key}>{children}</kbd>
}

/** Keeps the place of a text that is not here yet. */
export function TextSkeleton({ width = 60 }: { width?: number | string }): ReactNode {
  return <Skeleton height={10} width={width} radius="sm" display="inline-block" />
}
