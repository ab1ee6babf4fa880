// The mode for JSON imports this module, and with it every feature of the editor, when the first JSON is shown. By then
// an editor stands, and features that come after the first editor miss the services they register. So all come first.
import 'monaco-editor/internal/common/workers'
import 'monaco-editor/languages/features/json/register'
import { editor } from 'monaco-editor/editor/editor.api'
// oxlint-disable import/default -- the bundler makes the default export of a worker
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
// oxlint-enable import/default

/** Monaco with JSON as its only language; loaded when the first editor is shown. */
export { editor } from 'monaco-editor/editor/editor.api'

declare global {
  interface Window {
    MonacoEnvironment?: { getWorker: (moduleId: string, label: string) => Worker }
  }
}

window.MonacoEnvironment = {
  getWorker: (_moduleId, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()),
}

const COLOURS = {
  light: {
    'editor.background': '#ffffff',
    'editor.foreground': '#1d1c1a',
    'editorLineNumber.foreground': '#8b8780',
    'editorLineNumber.activeForeground': '#1d1c1a',
    'editor.selectionBackground': '#f9d6c2',
    'editor.lineHighlightBackground': '#00000000',
    'editorBracketMatch.background': '#fde3d3',
    'editorBracketMatch.border': '#f7a577',
    'editorWidget.background': '#ffffff',
    'editorWidget.border': '#d6d3cd',
    focusBorder: '#00000000',
  },
  dark: {
    'editor.background': '#1a1b1e',
    'editor.foreground': '#e8e6e2',
    'editorLineNumber.foreground': '#76746f',
    'editorLineNumber.activeForeground': '#e8e6e2',
    'editor.selectionBackground': '#6b3719',
    'editor.lineHighlightBackground': '#00000000',
    'editorBracketMatch.background': '#33221a',
    'editorBracketMatch.border': '#9f3910',
    'editorWidget.background': '#1f2023',
    'editorWidget.border': '#373a3f',
    focusBorder: '#00000000',
  },
} as const

editor.defineTheme('brokkr-light', {
  base: 'vs',
  inherit: true,
  rules: [
    { token: 'string.key.json', foreground: '9f3910' },
    { token: 'string.value.json', foreground: '1d7a48' },
    { token: 'number', foreground: '2c5f9e' },
    { token: 'keyword', foreground: '7a4f9e' },
  ],
  colors: COLOURS.light,
})
editor.defineTheme('brokkr-dark', {
  base: 'vs-dark',
  inherit: true,
  rules: [
    { token: 'string.key.json', foreground: 'f7a577' },
    { token: 'string.value.json', foreground: '7fd3a2' },
    { token: 'number', foreground: '8fbcf0' },
    { token: 'keyword', foreground: 'c9a3e6' },
  ],
  colors: COLOURS.dark,
})
