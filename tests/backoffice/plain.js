// What BackOffice's list is measured beside: the same sales from the same server in a windowed table
// of plain script, as somebody writes it who knows the browser. It keeps nothing and knows no rules.
const AROUND = 8;
const ROW = 48;
const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'GBP' });
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const collator = new Intl.Collator('en', { numeric: true });
const sales = new Map();
const names = new Map();
let list = [];
let needle = '';
let sort = 'opened';
let descending = false;

const scroller = document.querySelector('.scroller');
const table = document.querySelector('table');
const body = table.tBodies[0];
const foot = table.tFoot.rows[0];
const aside = document.querySelector('aside');

const total = (sale) =>
  sale.lines.reduce((sum, line) => sum + Math.round((line.quantity * line.unit_price) / 1000), 0);

const take = (row) => {
  if (row.kind !== 'sale') {
    if (row.body?.name) names.set(row.id, row.body.name);
    return false;
  }
  const sale = row.body;
  if (!sale || sale.status !== 'Open') return sales.delete(row.id);
  const title = sale.name ?? sale.customer?.name ?? sale.table?.name ?? sale.number;
  const known = [sale.number, title, sale.note, ...sale.lines.map((line) => line.name)];
  sales.set(row.id, {
    id: row.id, title, sale, total: total(sale), opened: sale.opened_at_ms,
    units: sale.lines.reduce((sum, line) => sum + line.quantity / 1000, 0),
    known: known.join('\n').toLowerCase(),
  });
  return true;
};

const compare = (a, b) => {
  let order = sort === 'name' ? collator.compare(a.title, b.title) : a.opened - b.opened;
  if (descending) order = -order;
  return order || a.opened - b.opened || (a.id < b.id ? -1 : 1);
};

const cell = (tag) => document.createElement(tag);
const rooms = [0, 1].map(() => {
  const row = cell('tr');
  row.className = 'room';
  row.append(cell('td'));
  return row;
});
body.append(...rooms);
const pool = [];

const fresh = () => {
  const row = cell('tr');
  row.dataset.testid = 'sale-row';
  const pick = cell('td');
  pick.append(Object.assign(cell('input'), { type: 'checkbox', ariaLabel: 'Select' }));
  const first = cell('th');
  first.append(Object.assign(cell('a'), { className: 'row-link', href: '#' }));
  row.append(pick, first, ...[1, 2, 3, 4, 5, 6].map(() => cell('td')));
  rooms[1].before(row);
  return row;
};

const say = (element, text) => {
  if (element.textContent !== text) element.textContent = text;
};

const draw = () => {
  const head = table.tHead.offsetHeight;
  const first = Math.max(0, Math.floor((scroller.scrollTop - head) / ROW) - AROUND);
  const shown = list.slice(first, first + Math.ceil(innerHeight / ROW) + 2 * AROUND);
  while (pool.length < shown.length) pool.push(fresh());
  while (pool.length > shown.length) pool.pop().remove();
  rooms[0].firstChild.style.height = `${first * ROW}px`;
  rooms[1].firstChild.style.height = `${(list.length - first - shown.length) * ROW}px`;
  shown.forEach((one, at) => {
    const row = pool[at];
    row.dataset.saleId = one.id;
    row.setAttribute('aria-rowindex', first + at + 2);
    const [, name, place, who, where, units, age, sum] = row.cells;
    say(name.firstChild, one.title);
    say(place, names.get(one.sale.register_id) ?? 'BackOffice');
    say(who, names.get(one.sale.owner) ?? '');
    say(where, one.sale.table?.name ?? '');
    say(units, String(one.units));
    say(age, `${Math.floor((Date.now() - one.opened) / 60000)} min`);
    age.title = time.format(one.opened);
    say(sum, money.format(one.total / 100));
  });
  table.setAttribute('aria-rowcount', list.length + 1);
  const sums = list.reduce((sum, one) => sum + one.total, 0);
  say(foot.firstChild, `${list.length} sales, ${money.format(sums / 100)}`);
};

const arrange = () => {
  list = [...sales.values()].filter((one) => one.known.includes(needle)).sort(compare);
  draw();
};

// Words and order stay: one row leaves its place and takes another.
const move = (id, before) => {
  const at = before ? list.indexOf(before) : -1;
  if (at >= 0) list.splice(at, 1);
  const now = sales.get(id);
  if (!now || !now.known.includes(needle)) return;
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(list[middle], now) < 0) low = middle + 1;
    else high = middle;
  }
  list.splice(low, 0, now);
};

for (const [key, text] of [['', ''], ['name', 'Sale'], ['', 'Register'], ['', 'Employee'], ['', 'Table'],
  ['', 'Items'], ['opened', 'Open for'], ['', 'Total']]) {
  const head = cell('th');
  head.className = { name: 'cell-sale', opened: 'cell-time' }[key] ?? '';
  const button = Object.assign(cell('button'), { className: 'sorter', textContent: text });
  button.onclick = () => {
    descending = sort === key && !descending;
    sort = key || sort;
    arrange();
  };
  head.append(button);
  table.tHead.rows[0].append(head);
}
foot.append(Object.assign(cell('td'), { colSpan: 8 }));
document.querySelector('input').oninput = (event) => {
  needle = event.target.value.trim().toLowerCase();
  arrange();
};
scroller.onscroll = draw;
body.onclick = (event) => {
  const row = event.target.closest('[data-sale-id]');
  if (!row) return;
  event.preventDefault();
  const one = sales.get(row.dataset.saleId);
  const lines = one.sale.lines.map((line) => Object.assign(cell('li'), { textContent: line.name }));
  aside.replaceChildren(Object.assign(cell('h2'), { textContent: one.title }), ...lines);
  aside.hidden = false;
};

let [epoch, page, cursor] = ['0', null, 0];
do {
  const where = page ? `&first_head=${page.first_head}&version=${page.version}` : '';
  const answer = await (await fetch(`/api/backoffice/pull?epoch=${epoch}&since=0${where}`)).json();
  answer.rows.forEach(take);
  [epoch, page, cursor] = [answer.epoch, answer.next, answer.to];
} while (page);
arrange();

let waiting = new Map();
const source = new EventSource(`/api/backoffice/live?epoch=${epoch}&since=${cursor}`);
source.addEventListener('patch', (event) => {
  for (const row of JSON.parse(event.data).patch.rows) {
    const before = sales.get(row.id);
    take(row);
    if (row.kind !== 'sale') continue;
    if (!waiting.size) requestAnimationFrame(() => {
      for (const [id, was] of waiting) move(id, was);
      waiting = new Map();
      draw();
    });
    if (!waiting.has(row.id)) waiting.set(row.id, before);
  }
});
window.plainIsReady = true;
