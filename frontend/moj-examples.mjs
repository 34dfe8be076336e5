// Examples of options for the MoJ components, which ship none of their own. They cover each
// option once, escaping, and what our pages ask of the component.
const attributes = { 'data-test': 'a "quoted" value', 'data-own': 'x' }
const markup = { html: '<b>Bold</b> & brave' }
const unsafe = { text: "O'Neill & <Sons>" }

const navigation = [
  { text: 'People', href: '/people', active: true },
  { html: '<b>Referrals</b>', href: '/referrals', attributes: { 'data-test': 'x' } },
  { text: "Today's <list>", href: '/today?a=1&b=2', classes: 'extra' }
]

export default {
  alert: {
    default: { title: 'Information', text: 'The prison has not answered' },
    success: { variant: 'success', title: 'Done', text: 'Referral sent', dismissible: true },
    warning: { variant: 'warning', title: 'Take care', ...markup, showTitleAsHeading: true },
    error: { variant: 'error', title: "Can't", text: '<script>', headingTag: 'h3', showTitleAsHeading: true },
    'title only': { variant: 'information', title: 'Only a <title>' },
    'title as heading without content': { title: 'Alone', showTitleAsHeading: true },
    'unknown variant': { variant: 'loud', title: 'Unknown', text: 'Falls back', headingTag: 'h1' },
    everything: {
      variant: 'success', title: 'All', text: 'All', classes: 'one two', role: 'alert', attributes,
      dismissible: true, dismissText: 'Cau', disableAutoFocus: true, focusOnDismissSelector: '#main'
    },
    'dismissible as text': { title: 'T', text: 'x', dismissible: 'true', disableAutoFocus: 'false' },
    'not dismissible': { title: 'T', text: 'x', dismissible: 'false' }
  },
  badge: {
    default: { text: 'High' },
    html: markup,
    escaped: unsafe,
    everything: { text: 'Medium', classes: 'moj-badge--red moj-badge--large', label: 'x', attributes }
  },
  'button-menu': {
    default: { items: [{ text: 'Edit', href: '/edit' }, { text: 'Delete', href: '/delete' }] },
    'one item': { items: [{ text: 'Edit' }] },
    buttons: {
      items: [
        { text: 'Save', name: 'action', value: 'save', type: 'submit' },
        { html: '<em>Send</em>', classes: 'extra', attributes: { 'data-x': '1' }, disabled: true },
        { element: 'button', text: 'Print', preventDoubleClick: true }
      ]
    },
    everything: {
      button: { text: 'Actions', classes: 'govuk-button--inverse' }, alignMenu: 'right',
      classes: 'one', attributes, items: [{ text: unsafe.text, href: '#' }]
    },
    empty: {}
  },
  'date-picker': {
    default: { id: 'date', name: 'date', label: { text: 'Date' } },
    everything: {
      id: 'visit', name: 'visit', value: '1/2/2026', classes: 'one', attributes,
      label: { text: "Visit's date", classes: 'govuk-label--l', isPageHeading: true },
      hint: { text: 'For example, 17/5/2026.' }, errorMessage: { text: 'Enter a date' },
      formGroup: { classes: 'group' }, minDate: '01/01/2026', maxDate: '31/12/2026',
      excludedDates: '02/02/2026 03/02/2026-05/02/2026', excludedDays: 'saturday sunday',
      leadingZeros: true, weekStartDay: 'sunday'
    },
    'without leading zeros': { id: 'd', name: 'd', label: { text: 'D' }, leadingZeros: false },
    'leading zeros as text': { id: 'd', name: 'd', label: { text: 'D' }, leadingZeros: 'true' }
  },
  filter: {
    default: {
      heading: { text: 'Filter' }, submit: { attributes: { 'data-test': 'apply' } },
      optionsHtml: '<p>Options</p>'
    },
    html: { heading: markup, submit: { text: 'Go' }, optionsHtml: '' },
    selected: {
      heading: { text: 'Filter' }, attributes,
      selectedFilters: {
        heading: { text: 'Selected filters' }, clearLink: { text: 'Clear', href: '/people?a=1&b=2' },
        categories: [
          { heading: { text: 'Need' }, items: [{ href: '/1', text: 'Work' }, { href: '/2', text: unsafe.text }] },
          { heading: markup, items: [{ href: '/3', text: 'Housing' }] }
        ]
      },
      optionsHtml: '<p>Options</p>\n<p>More</p>'
    }
  },
  'identity-bar': {
    default: { title: { html: '<span>Name:</span> Sam' } },
    text: { title: unsafe, classes: 'one', attributes },
    menus: {
      title: { text: 'Sam' },
      menus: [
        { items: [{ text: 'Edit', href: '/edit' }] },
        { button: { text: 'More' }, alignMenu: 'right', items: [{ text: 'Refer' }, { text: 'Hand over' }] }
      ]
    },
    empty: {}
  },
  messages: {
    default: {
      items: [
        { id: '1', type: 'sent', text: 'Hello', sender: 'Pat', timestamp: '2026-03-02T09:05:00.000Z' },
        { id: '2', type: 'received', html: '<p>Hi</p>', sender: unsafe.text, timestamp: '2026-03-02T14:00:00.000Z' },
        { type: 'sent', text: unsafe.text, sender: 'Pat', timestamp: '2026-12-25T00:30:00.000Z' }
      ]
    },
    everything: { id: 'talk', label: 'Talk', classes: 'one', attributes, items: [] }
  },
  'notification-badge': {
    default: { text: '8' },
    number: { text: 12, visuallyHiddenText: 'messages', classes: 'one', attributes },
    many: { text: '99' },
    more: { text: 1234, visuallyHiddenText: 'steps' },
    zero: { text: 0 },
    words: { text: 'none' },
    nothing: {}
  },
  'organisation-switcher': {
    default: { text: 'HMP Example', link: { href: '/switch' } },
    html: { ...markup },
    everything: {
      id: 'o', label: 'Change', text: unsafe.text, classes: 'one', attributes,
      link: { id: 'l', href: '#', text: 'Newid', classes: 'two', attributes: { 'data-x': '1' } }
    }
  },
  'page-header-actions': {
    default: { heading: { text: 'People' } },
    actions: {
      heading: { text: unsafe.text, level: 2, classes: 'govuk-heading-l' }, classes: 'one', attributes,
      items: [
        { text: 'Add', href: '/add' },
        { text: 'Remove', classes: 'govuk-button--secondary' }
      ]
    },
    html: { heading: markup, items: [] }
  },
  'primary-navigation': {
    default: { label: 'Primary navigation', items: navigation },
    everything: {
      label: 'Main', classes: 'one', containerClasses: 'two', attributes, items: navigation,
      searchHtml: '<form></form>'
    },
    empty: {}
  },
  'progress-bar': {
    default: {
      label: 'Progress',
      items: [
        { label: { text: 'Assess' }, complete: true },
        { label: markup, active: true },
        { id: 'last', label: { text: unsafe.text, classes: 'x' }, classes: 'y', attributes: { 'data-x': '1' } }
      ]
    },
    everything: { id: 'p', classes: 'one', attributes, items: [] }
  },
  search: {
    default: {
      action: '/find', label: { text: 'Find a person' }, input: { id: 'q', name: 'q' },
      button: { text: 'Search' }
    },
    hint: {
      action: '#', method: 'post', label: { html: '<b>Find</b>', classes: 'l' },
      hint: { text: "By name, e.g. O'Neill", classes: 'h', id: 'hint' },
      input: { id: 'q', name: 'q', value: '"x"', classes: 'i' }, button: { text: 'Search', classes: 'b' }
    },
    icon: { iconButton: true, label: { text: 'Find' }, input: { id: 'q' }, button: { text: 'Look' } },
    'icon escaped': { iconButton: true, input: { id: 'q' }, button: { text: unsafe.text } },
    'icon without text': { iconButton: true, input: { id: 'q' }, button: {} },
    stacked: {
      layout: 'stacked', iconButton: true, classes: 'one', attributes, label: { text: 'Find' },
      input: { id: 'q', name: 'q', errorMessage: { text: 'Enter a name' }, disabled: true, spellcheck: false },
      button: { text: 'Search', id: 'go', name: 'go', value: '1', preventDoubleClick: true, attributes: { 'data-x': '1' } }
    },
    csrf: { csrf: { value: 'token' }, input: { id: 'q' }, button: { html: '<i>Go</i>' } },
    'csrf named': { csrf: { name: 'n', value: 'v' }, input: { id: 'q', type: 'text' }, button: { text: 'Go' } }
  },
  'side-navigation': {
    default: { label: 'Side navigation', items: navigation },
    sections: {
      classes: 'one', attributes,
      sections: [
        { heading: { text: 'Needs' }, items: navigation },
        { heading: { ...markup, headingLevel: 2, classes: 'h', attributes: { 'data-x': '1' } }, items: [] }
      ]
    }
  },
  'sub-navigation': {
    default: { items: navigation },
    everything: { label: 'Profile', classes: 'one', attributes, items: navigation },
    empty: { items: [] }
  },
  'ticket-panel': {
    default: { items: [{ text: unsafe.text }] },
    everything: {
      classes: 'one', attributes,
      items: [
        { html: '<h2>Ticket</h2>', classes: 'moj-ticket-panel__content--blue' },
        { text: 'x', attributes: { 'data-x': '1' } }
      ]
    }
  },
  timeline: {
    default: {
      items: [
        {
          label: { text: 'Referral sent' }, html: '<p>To the council</p>',
          datetime: { timestamp: '2026-06-14T14:01:00.000Z', type: 'datetime' }, byline: { text: unsafe.text }
        },
        {
          label: markup, text: unsafe.text, byline: markup,
          datetime: { timestamp: '2026-06-07T12:00:00.000Z', type: 'shortdatetime' }
        },
        { label: unsafe, datetime: { timestamp: '2026-05-02T00:30:00.000Z', type: 'date' }, classes: 'x', attributes: { 'data-x': '1' } },
        { label: { text: 'Short' }, datetime: { timestamp: '2026-05-02T00:30:00.000Z', type: 'shortdate' } },
        { label: { text: 'Time' }, datetime: { timestamp: '2026-05-02T00:30:00.000Z', type: 'time' } },
        { label: { text: 'As written' }, datetime: { timestamp: 'some day', type: 'as written' } }
      ]
    },
    everything: { headingLevel: 3, classes: 'one', attributes, items: [] }
  }
}
