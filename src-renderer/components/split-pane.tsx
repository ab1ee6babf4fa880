import type { KeyboardEvent, PointerEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { texts } from '../languages/texts.ts'
import styles from './split-pane.module.css'

export interface SplitPaneProps {
  readonly main: ReactNode
  /** Null: the main part has all the room. */
  readonly side: ReactNode | null
  readonly sideLabel: string
  readonly initialSideWidth?: number
  readonly minSideWidth?: number
}

const KEY_STEP = 24
const MIN_MAIN_WIDTH = 280

/** Two parts side by side; the line between them can be dragged, or moved with the arrow keys. */
export function SplitPane(props: SplitPaneProps): ReactNode {
  const { main, side, sideLabel, initialSideWidth = 420, minSideWidth = 280 } = props
  const [width, setWidth] = useState(initialSideWidth)
  const frame = useRef<HTMLDivElement>(null)
  const resize = (wanted: number): void => {
    const room = (frame.current?.clientWidth ?? wanted + MIN_MAIN_WIDTH) - MIN_MAIN_WIDTH
    setWidth(Math.max(minSideWidth, Math.min(wanted, room)))
  }
  const onPointerMove = (event: PointerEvent): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    resize((frame.current?.getBoundingClientRect().right ?? 0) - event.clientX)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowLeft') resize(width + KEY_STEP)
    if (event.key === 'ArrowRight') resize(width - KEY_STEP)
  }
  return (
    <div ref={frame} className={styles.frame}>
      <div className={styles.main}>{main}</div>
      {side !== null && (
        <>
          <div
            role="separator"
            aria-orientation="vertical"
            aria-label={texts.components.widthOf(sideLabel)}
            aria-valuenow={Math.round(width)}
            aria-valuemin={minSideWidth}
            tabIndex={0}
            className={styles.separator}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={onPointerMove}
            onKeyDown={onKeyDown}
          />
          <aside aria-label={sideLabel} className={styles.side} style={{ width }}>
            {side}
          </aside>
        </>
      )}
    </div>
  )
}
