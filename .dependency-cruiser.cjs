/* global module */
/*
 * The architecture, as docs/architecture.md draws it. Each rule's comment says what to do instead.
 * `npm run boundaries` also checks that a planted violation of each rule is caught.
 */

/** The rooms of modules/, from the bottom to the top: a room may call those on the lines before its own. */
const floors = [
  ['accounts'],
  ['audience'],
  ['messaging'],
  ['templates', 'registration'],
  ['broadcasts', 'conversations', 'dialogues'],
  ['surveys', 'requests', 'cases', 'appointments', 'alerts', 'training'],
  ['inbound', 'analytics', 'integrations'],
  ['demo'],
]

/** @param {string[]} rooms */
const inRooms = (rooms) => `^modules/(${rooms.join('|')})/`

const callsGoDown = floors.flatMap((rooms, floor) => {
  const above = floors.slice(floor + 1).flat()
  if (above.length === 0) return []
  return {
    name: `calls-go-down-from-${rooms.join('-')}`,
    comment:
      'Calls go down and news goes up: post an event to the outbox (#platform/db) and let the module above listen for it.',
    severity: 'error',
    from: { path: inRooms(rooms) },
    to: { path: inRooms(above) },
  }
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Move what both files need into a third that knows neither; between rooms, let news go through the outbox.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'Spell the import as the file is named, or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(bun|cloudflare):' },
    },
    ...callsGoDown,
    {
      name: 'every-room-has-its-floor',
      comment: 'Give the new module its place in `floors` at the top of this file.',
      severity: 'error',
      from: {},
      to: { path: '^modules/', pathNot: inRooms(floors.flat()) },
    },
    {
      name: 'modules-by-the-front-door',
      comment: "Import '#modules/<room>' and export there what others may use.",
      severity: 'error',
      from: { path: '^modules/([^/]+)/' },
      to: { path: '^modules/', pathNot: ['^modules/$1/', '^modules/[^/]+/(index|http)\\.ts$'] },
    },
    {
      name: 'rooms-by-the-front-door',
      comment: "Import '#modules/…', '#platform/…' or '#channels/…' and export in its index.ts what others may use.",
      severity: 'error',
      from: { path: '^(apps|bench|e2e)/', pathNot: '\\.test\\.tsx?$' },
      to: {
        path: '^(modules|channels)/',
        pathNot: ['^(modules|channels)/[^/]+/index\\.ts$', '^modules/[^/]+/http\\.ts$'],
      },
    },
    {
      name: 'the-domain-knows-no-http',
      comment:
        'Gateways and workers load what index.ts reaches, and serve nobody: what answers requests goes out by the http.ts of its module.',
      severity: 'error',
      from: { path: '^modules/[^/]+/index\\.ts$' },
      to: { path: '^(platform/http/|modules/[^/]+/http\\.ts$)', reachable: true },
    },
    {
      name: 'channels-know-their-contract-only',
      comment:
        'A connector never touches the database, retry policy or statuses: take what it needs from the host that open() is given (packages/channel).',
      severity: 'error',
      from: { path: '^channels/([^/]+)/', pathNot: '^channels/register/' },
      to: {
        path: '^(apps|modules|channels|platform|bench|e2e|packages)/',
        pathNot: [
          '^channels/$1/',
          '^channels/conformance/index\\.ts$',
          '^packages/(channel|sms-text|smpp)/',
          '^platform/testing/',
        ],
      },
    },
    {
      name: 'the-register-lists-connectors-only',
      comment: 'channels/register is the list of connectors: whatever decides among them belongs to the gateway.',
      severity: 'error',
      from: { path: '^channels/register/' },
      to: {
        path: '^(apps|modules|channels|platform|bench|e2e)/',
        pathNot: ['^channels/register/', '^channels/[^/]+/index\\.ts$'],
      },
    },
    {
      name: 'modules-know-no-connector',
      comment: 'Modules speak to connectors through packages/channel; the gateway role wires them.',
      severity: 'error',
      from: { path: '^modules/' },
      to: { path: '^(channels|apps|bench|e2e)/' },
    },
    {
      name: 'platform-knows-no-domain',
      comment: 'Pass in what the platform needs to know as an argument or a callback.',
      severity: 'error',
      from: { path: '^platform/' },
      to: { path: '^(modules|channels|apps|bench|e2e)/' },
    },
    {
      name: 'packages-are-pure',
      comment: 'A package could be published by itself: pass in what it needs.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(modules|channels|platform|apps|bench|e2e|scripts)/' },
    },
    {
      name: 'browsers-know-contract-and-ui-only',
      comment:
        'Put shared shapes into packages/contract and shared looks into packages/ui (sms-text is for the meter beside a text); ask the server for the rest.',
      severity: 'error',
      from: { path: '^(apps/(console|resident)|packages/ui)/' },
      to: {
        path: '^(apps|modules|channels|platform|packages|bench|e2e)/',
        pathNot: ['^apps/(console|resident)/', '^packages/(contract|ui|sms-text)/'],
      },
    },
    {
      name: 'contract-and-sdk-run-in-browsers',
      comment:
        "Use what Node and browsers have in common (fetch, crypto, streams), or take it as an option of the client's.",
      severity: 'error',
      from: { path: '^packages/(contract|sdk)/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nothing-leans-on-tests',
      comment: 'Move what both need out of the test.',
      severity: 'error',
      from: { pathNot: '\\.test\\.tsx?$' },
      to: { path: '\\.test\\.tsx?$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|dist\\.new|data)/' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
}
