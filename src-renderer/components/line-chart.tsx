import { useComputedColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { useElementWidth } from './element-width.ts'
import styles from './line-chart.module.css'

export interface ChartLine {
  readonly label: string
  /** Null: a gap. */
  readonly values: readonly (number | null)[]
}

export interface LineChartProps {
  /** The accessible name, which also says what there is to be seen. */
  readonly label: string
  /** Seconds since 1970, ascending; as many as each line has values. */
  readonly times: readonly number[]
  readonly lines: readonly ChartLine[]
  /** What is drawn at least, so that a short recording does not look like a long one. */
  readonly range: { readonly from: number; readonly to: number }
  /** `local`, `utc`, or the name of a zone. */
  readonly zone: string
  readonly formatValue: (value: number) => string
  /** In the legend, which is headed by `timeLabel`. */
  readonly formatTime: (seconds: number) => string
  readonly timeLabel: string
  /** Below the chart, where there is little room. */
  readonly formatTick: (seconds: number) => string
  /** There is nothing between 1 and 2. */
  readonly isWhole: boolean
  readonly height?: number
}

const WHOLE_STEPS = Array.from({ length: 16 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()
const COLOURS = ['--ember', '--info', '--ok', '--warn', '--bad', '--text-dim'] as const

/** Lines over time on a canvas, for any number of points. Under the pointer, the values of that moment. */
export function LineChart(props: LineChartProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null)
  const width = useElementWidth(frame)
  const scheme = useComputedColorScheme('light')
  const { times, lines, height = 260 } = props
  const latest = useRef(props)
  latest.current = props
  // Whatever the axes and the legend are made of: they are made once.
  const made = [...lines.map(({ label }) => label), props.timeLabel, props.zone, String(props.isWhole)].join('\n')
  const plot = useRef<uPlot | null>(null)
  useEffect(() => {
    if (!frame.current || width === null) return undefined
    const drawn = new uPlot(optionsOf(latest, frame.current, { width, height }), dataOf(latest.current), frame.current)
    plot.current = drawn
    return () => {
      drawn.destroy()
      plot.current = null
    }
  }, [width, height, scheme, made])
  useEffect(() => plot.current?.setData(dataOf(latest.current)), [times, lines])
  return (
    <figure className={styles.chart} role="img" aria-label={props.label}>
      <div ref={frame} className={styles.frame} style={{ minHeight: height }} />
    </figure>
  )
}

function dataOf({ times, lines }: LineChartProps): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])]
}

function dateIn(zone: string, seconds: number): Date {
  const date = new Date(seconds * 1000)
  return zone === 'local' ? date : uPlot.tzDate(date, zone === 'utc' ? 'Etc/UTC' : zone)
}

interface Size {
  readonly width: number
  readonly height: number
}

function optionsOf(latest: { readonly current: LineChartProps }, frame: HTMLElement, size: Size): uPlot.Options {
  const resolve = (name: string): string => {
    // Tokens are written with light-dark(), which a canvas does not know: an element tells what they come to.
    const probe = document.createElement('span')
    probe.style.color = `var(${name})`
    frame.append(probe)
    const resolved = getComputedStyle(probe).color
    probe.remove()
    return resolved
  }
  const text = resolve('--text-dim')
  const grid = { stroke: resolve('--border'), width: 1 }
  const font = `11px ${getComputedStyle(frame).fontFamily}`
  const axis = { stroke: text, grid, ticks: grid, font }
  return {
    ...size,
    padding: [12, 12, 0, 0],
    tzDate: (seconds) => dateIn(latest.current.zone, seconds),
    scales: {
      x: { range: () => [latest.current.range.from, latest.current.range.to] },
      y: { range: (_plot, _least, most) => [0, Number.isFinite(most) && most > 0 ? most * 1.08 : 1] },
    },
    axes: [
      { ...axis, values: (_plot, times) => times.map((seconds) => latest.current.formatTick(seconds)) },
      {
        ...axis,
        size: 72,
        ...(latest.current.isWhole && { incrs: WHOLE_STEPS }),
        values: (_plot, values) => values.map((value) => latest.current.formatValue(value)),
      },
    ],
    series: [
      {
        label: latest.current.timeLabel,
        value: (_plot, seconds) => (seconds === null ? '–' : latest.current.formatTime(seconds)),
      },
      ...latest.current.lines.map(({ label }, index) => ({
        label,
        stroke: resolve(COLOURS[index % COLOURS.length] ?? '--text'),
        width: index === 0 ? 2 : 1.25,
        ...(index >= COLOURS.length && { dash: [6, 4] }),
        spanGaps: false,
        points: { size: 4 },
        value: (_plot: uPlot, value: number | null) => (value === null ? '–' : latest.current.formatValue(value)),
      })),
    ],
  }
}
