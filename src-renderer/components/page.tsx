import type { ReactNode } from 'react'
import styles from './page.module.css'

export interface PageProps {
  readonly title: ReactNode
  /** One line below the title. */
  readonly subtitle?: ReactNode
  /** Buttons to the right of the title. */
  readonly actions?: ReactNode
  readonly children: ReactNode
  /** `scroll`: the page scrolls. `fill`: it takes the window and its parts scroll, as tables do. */
  readonly layout?: 'scroll' | 'fill'
  /** Keeps text at a width that can be read. */
  readonly isNarrow?: boolean
}

/** A screen: its title, what can be done with it, and what is on it. */
export function Page({
  title,
  subtitle,
  actions,
  children,
  layout = 'scroll',
  isNarrow = false,
}: PageProps): ReactNode {
  return (
    <div className={styles.page} data-layout={layout} data-narrow={isNarrow}>
      <header className={styles.header}>
        <div className={styles.heading}>
          <h1 className={styles.title}>{title}</h1>
          {subtitle !== undefined && <div className={styles.subtitle}>{subtitle}</div>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

/** A part of a page, with its own heading. */
export function Section(props: { title: string; actions?: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHeader}>
        <h2 className={styles.sectionTitle}>{props.title}</h2>
        {props.actions}
      </div>
      {props.children}
    </section>
  )
}

/** A framed surface. */
export function Panel({ children, padding = 16 }: { children: ReactNode; padding?: number }): ReactNode {
  return (
    <div className={styles.panel} style={{ padding }}>
      {children}
    </div>
  )
}

/** What filters and counts what is below it. */
export function Toolbar({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.toolbar}>{children}</div>
}

/** What stands below the tabs of a page, at its distance from them. */
export function TabContent({ children }: { children: ReactNode }): ReactNode {
  return <div className={styles.tabContent}>{children}</div>
}
