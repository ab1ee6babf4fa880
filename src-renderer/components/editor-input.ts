import type { editor } from 'monaco-editor/editor/editor.api'

/**
 * Makes the editor's text area behave as a plain one to programs that fill in forms: they give it the focus, select
 * its whole text and put another in its place in one go. The editor by itself puts its text into the area some time
 * after the focus, misses a selection made from outside, and indents and closes brackets as if somebody were typing.
 */
export function acceptTextFromOutside(instance: editor.IStandaloneCodeEditor): { dispose: () => void } {
  const area = instance.getDomNode()?.querySelector('textarea')
  if (!area) return { dispose: () => undefined }
  const ending = new AbortController()
  const { signal } = ending
  const isWhollySelected = (): boolean =>
    area.value !== '' && area.selectionStart === 0 && area.selectionEnd === area.value.length
  const selectAll = (): void => {
    const model = instance.getModel()
    if (model) instance.setSelection(model.getFullModelRange())
  }
  const followSelection = (): void => {
    if (isWhollySelected()) selectAll()
  }
  // With the text in the area beforehand, a program can select it before it gives the focus. The editor's own listener
  // would undo that; this one comes before it, in the capturing phase.
  const fillArea = (): void => {
    if (document.activeElement !== area) area.value = instance.getValue()
  }
  fillArea()
  const listening = [instance.onDidChangeModelContent(fillArea), instance.onDidBlurEditorText(fillArea)]
  const onFocus = (event: Event): void => {
    if (event.target === area && isWhollySelected()) queueMicrotask(selectAll)
  }
  document.addEventListener('focus', onFocus, { capture: true, signal })
  area.addEventListener('select', followSelection, { signal })
  // A key can arrive before the event that tells of the selection.
  area.addEventListener('keydown', followSelection, { capture: true, signal })
  area.addEventListener(
    'beforeinput',
    (event) => {
      if (event.inputType !== 'insertText' || event.data === null || event.data.length < 2) return
      event.preventDefault()
      followSelection()
      insert(instance, event.data)
    },
    { signal },
  )
  return {
    dispose: () => {
      ending.abort()
      for (const each of listening) each.dispose()
    },
  }
}

function insert(instance: editor.IStandaloneCodeEditor, text: string): void {
  const ranges = instance.getSelections() ?? []
  instance.pushUndoStop()
  instance.executeEdits(
    'outside',
    ranges.map((range) => ({ range, text, forceMoveMarkers: true })),
  )
  instance.pushUndoStop()
}
