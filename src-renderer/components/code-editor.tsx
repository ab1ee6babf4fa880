import { useComputedColorScheme } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import styles from './code-editor.module.css'
import type * as MonacoModule from './monaco.ts'
import { acceptTextFromOutside } from './editor-input.ts'

export interface CodeEditorProps {
  /** The accessible name of the text. */
  readonly label: string
  readonly value: string
  /** Without it the text can be read and copied only. */
  readonly onChange?: (value: string) => void
  readonly language?: 'json' | 'plaintext'
  /** In pixels, or all that there is. */
  readonly height?: number | 'fill'
  readonly isDisabled?: boolean
}

type Monaco = typeof MonacoModule

let monacoOnceLoaded: Monaco | null = null

/** A text with line numbers, colours and folding. Until the editor is loaded, a plain field of the same size stands in. */
export function CodeEditor(props: CodeEditorProps): ReactNode {
  const { label, value, onChange, height = 200, isDisabled = false } = props
  const [monaco, setMonaco] = useState(monacoOnceLoaded)
  useEffect(() => {
    let isHere = true
    if (monaco === null) {
      void import('./monaco.ts').then((loaded) => {
        monacoOnceLoaded = loaded
        if (isHere) setMonaco(loaded)
      })
    }
    return () => {
      isHere = false
    }
  }, [monaco])
  return (
    <div className={styles.frame} data-fill={height === 'fill'} style={height === 'fill' ? undefined : { height }}>
      {monaco !== null && !isDisabled ? (
        <MonacoEditor {...props} monaco={monaco} />
      ) : (
        <textarea
          aria-label={label}
          className={styles.plain}
          value={value}
          readOnly={onChange === undefined}
          disabled={isDisabled}
          spellCheck={false}
          onChange={(event) => onChange?.(event.currentTarget.value)}
        />
      )}
    </div>
  )
}

function MonacoEditor(props: CodeEditorProps & { readonly monaco: Monaco }): ReactNode {
  const { monaco, label, value, onChange, language = 'plaintext' } = props
  const scheme = useComputedColorScheme('light')
  const frame = useRef<HTMLDivElement>(null)
  const instance = useRef<ReturnType<Monaco['editor']['create']>>(null)
  const latest = useRef({ value, onChange })
  useEffect(() => {
    latest.current = { value, onChange }
    const current = instance.current
    if (current && current.getValue() !== value) current.setValue(value)
  }, [value, onChange])
  const isReadOnly = onChange === undefined
  useEffect(() => {
    if (!frame.current) return undefined
    const created = monaco.editor.create(frame.current, {
      ...OPTIONS,
      value: latest.current.value,
      language,
      ariaLabel: label,
      readOnly: isReadOnly,
      domReadOnly: isReadOnly,
    })
    instance.current = created
    const accepting = acceptTextFromOutside(created)
    const listening = created.onDidChangeModelContent(() => {
      const text = created.getValue()
      if (text !== latest.current.value) latest.current.onChange?.(text)
    })
    return () => {
      instance.current = null
      accepting.dispose()
      listening.dispose()
      created.getModel()?.dispose()
      created.dispose()
    }
  }, [monaco, label, language, isReadOnly])
  useEffect(() => {
    monaco.editor.setTheme(scheme === 'dark' ? 'brokkr-dark' : 'brokkr-light')
  }, [monaco, scheme])
  return <div ref={frame} className={styles.monaco} />
}

const OPTIONS = {
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontLigatures: false,
  fontSize: 12.5,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  lineNumbersMinChars: 3,
  lineDecorationsWidth: 8,
  folding: true,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  wordWrap: 'on',
  tabSize: 2,
  padding: { top: 8, bottom: 8 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  fixedOverflowWidgets: true,
  // Tab leaves the editor, as it leaves every other field.
  tabFocusMode: true,
  // What is typed is what stands there.
  autoClosingBrackets: 'never',
  autoClosingQuotes: 'never',
  // The text lives in a real text area, so that screen readers, and programs that fill in forms, find a field.
  editContext: false,
  accessibilitySupport: 'on',
  accessibilityPageSize: 2000,
} as const
