const key = 'inbox-sound'

/** Whether a new text is heard; it is, until somebody switches it off in this browser. */
export const isSoundOn = () => localStorage.getItem(key) !== 'off'
export const setSound = (on: boolean) => localStorage.setItem(key, on ? 'on' : 'off')
