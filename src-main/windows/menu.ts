import { Menu, type MenuItemConstructorOptions } from 'electron'

/** The application's menu: what the system expects, with the shortcuts that people know. */
export function setApplicationMenu(): void {
  const application: MenuItemConstructorOptions[] = process.platform === 'darwin' ? [{ role: 'appMenu' }] : []
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  }
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([...application, { role: 'fileMenu' }, { role: 'editMenu' }, view, { role: 'windowMenu' }]),
  )
}
