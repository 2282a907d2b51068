// What is measured, the same way on either page. Each answers in milliseconds.
const painted = () => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
});
const frame = () => new Promise(requestAnimationFrame);
const table = () => document.querySelector('[data-testid=open-sales-table]');
const rows = () => [...document.querySelectorAll('[data-testid=sale-row]')];
const until = async (holds) => {
  while (!holds()) await frame();
};
const rest = () => new Promise((done) => setTimeout(done, 400));

window.watch = {
  long: [],
  live: [],
  begin() {
    this.long = [];
    if (!this.observer) {
      this.observer = new PerformanceObserver((list) => {
        this.long.push(...list.getEntries().map((entry) => entry.duration));
      });
      this.observer.observe({ entryTypes: ['longtask'] });
    }
  },
  async type(texts) {
    const field = document.querySelector('[data-testid=search]');
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    const took = [];
    for (const text of texts) {
      const before = table().getAttribute('aria-rowcount');
      const start = performance.now();
      set.call(field, text);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await until(() => table().getAttribute('aria-rowcount') !== before);
      took.push((await painted()) - start);
      await rest();
    }
    return took;
  },
  async sort(times) {
    const took = [];
    // By name at first, which the sales may stand in already.
    document.querySelector('thead .cell-sale .sorter').click();
    await rest();
    for (let time = 0; time < times; time++) {
      const before = rows()[0].dataset.saleId;
      const start = performance.now();
      document.querySelector('thead .cell-sale .sorter').click();
      await until(() => rows()[0].dataset.saleId !== before);
      took.push((await painted()) - start);
      await rest();
    }
    return took;
  },
  async open(times) {
    const took = [];
    for (let time = 0; time < times; time++) {
      const row = rows()[time + 2];
      const start = performance.now();
      row.querySelector('.row-link').click();
      await until(() => {
        const drawer = document.querySelector('[data-testid=sale-drawer]');
        const title = drawer?.querySelector('h2')?.textContent;
        return title === row.querySelector('.row-link').textContent && drawer.querySelector('li');
      });
      took.push((await painted()) - start);
      await rest();
    }
    return took;
  },
  // By age, where a new name moves no row.
  async settle() {
    document.querySelector('thead .cell-time .sorter').click();
    await rest();
    return [];
  },
  ids: () => rows().slice(0, 12).map((row) => row.dataset.saleId),
  follow() {
    const known = new Map();
    const look = () => {
      const now = performance.timeOrigin + performance.now();
      for (const row of rows()) {
        const text = row.querySelector('.row-link').textContent;
        if (!text.startsWith('Live ') || known.get(row.dataset.saleId) === text) continue;
        known.set(row.dataset.saleId, text);
        this.live.push(now - Number(text.slice(5)));
      }
      this.following = requestAnimationFrame(look);
    };
    this.live = [];
    look();
  },
  async scroll(frames) {
    let scroller = table();
    while (scroller && !(scroller.scrollHeight > scroller.clientHeight
      && getComputedStyle(scroller).overflowY === 'auto')) scroller = scroller.parentElement;
    const took = [];
    let before = await frame();
    for (let at = 0; at < frames; at++) {
      scroller.scrollTop += 240;
      const now = await frame();
      took.push(now - before);
      before = now;
    }
    scroller.scrollTop = 0;
    return took;
  },
};
