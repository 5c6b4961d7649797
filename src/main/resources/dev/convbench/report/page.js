'use strict';
(function () {
  const NAMES = ['operation', 'strategy', 'precision', 'workers'];
  const data = JSON.parse(document.getElementById('data').textContent);
  const form = document.getElementById('filters');
  const dialog = document.getElementById('more');
  const status = document.getElementById('status');
  const rows = Array.from(document.querySelectorAll('tr[data-id]'));
  const SVG = 'http://www.w3.org/2000/svg';

  // Bars stand in the order of the rows as they were written.
  document.querySelectorAll('section.operation').forEach(section => {
    const bars = section.querySelectorAll('figure.bars svg > g > g');
    section.querySelectorAll('tr[data-id]').forEach((row, k) => { row.bar = bars[k] || null; });
  });

  function fillFilters() {
    let useful = false;
    NAMES.forEach(name => {
      const values = new Set(rows.map(row => row.dataset[name]).filter(value => value !== undefined));
      const select = form.elements[name];
      const sorted = Array.from(values).sort((a, b) => a.localeCompare(b, undefined, {numeric: true}));
      sorted.forEach(value => select.add(new Option(value, value)));
      select.parentElement.hidden = sorted.length < 2;
      useful = useful || sorted.length > 1;
    });
    form.hidden = !useful;
  }

  function readAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    NAMES.forEach(name => {
      const value = wanted.get(name) || '';
      const select = form.elements[name];
      select.value = Array.from(select.options).some(option => option.value === value) ? value : '';
    });
  }

  function writeAddress() {
    const state = new URLSearchParams();
    NAMES.forEach(name => { if (form.elements[name].value) state.set(name, form.elements[name].value); });
    const text = state.toString();
    history.replaceState(null, '', text ? '#' + text : location.pathname + location.search);
  }

  function applyFilters() {
    let shown = 0;
    rows.forEach(row => {
      const fits = NAMES.every(name => !form.elements[name].value || row.dataset[name] === form.elements[name].value);
      row.hidden = !fits;
      if (row.bar) row.bar.setAttribute('opacity', fits ? '1' : '0.15');
      shown += fits ? 1 : 0;
    });
    document.querySelectorAll('section.operation').forEach(section => {
      section.hidden = !section.querySelector('tr[data-id]:not([hidden])');
    });
    status.textContent = shown === rows.length ? '' : shown + ' of ' + rows.length + ' results shown';
  }

  // The number that a cell begins with, also behind a bracket; cells without one go last.
  function number(text) {
    const value = parseFloat(text.replace(/^[[\s]+/, '').replace('−', '-'));
    return Number.isNaN(value) ? null : value;
  }

  function sort(head) {
    const table = head.closest('table');
    const column = Array.from(head.parentElement.children).indexOf(head);
    const descending = head.getAttribute('aria-sort') === 'ascending';
    Array.from(head.parentElement.children).forEach(other => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
    const body = table.tBodies[0];
    const keyed = Array.from(body.rows).map(row => {
      const text = row.cells[column].textContent;
      return {row, text, value: number(text)};
    });
    const numeric = keyed.some(item => item.value !== null) && head.classList.contains('n')
      || keyed.every(item => item.value !== null);
    keyed.sort((a, b) => {
      if (numeric && (a.value === null || b.value === null)) return (a.value === null) - (b.value === null);
      const order = numeric ? a.value - b.value : a.text.localeCompare(b.text, undefined, {numeric: true});
      return descending ? -order : order;
    });
    keyed.forEach(item => body.append(item.row));
  }

  function cells(table) {
    const all = Array.from(table.rows).filter(row => !row.hidden);
    const last = table.querySelector('button.more') ? -1 : undefined;
    return all.map(row => Array.from(row.cells).slice(0, last).map(cell => cell.textContent.trim()));
  }

  function csv(table) {
    // A cell that a spreadsheet would take for a formula gets an apostrophe.
    const quoted = text => {
      const safe = /^[=+@\t]/.test(text) && number(text) === null ? "'" + text : text;
      return /[",\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
    };
    return cells(table).map(row => row.map(quoted).join(',')).join('\n') + '\n';
  }

  function markdown(table) {
    const safe = text => text.replace(/\\/g, '\\\\').replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/\n/g, ' ');
    const lines = cells(table).map(row => '| ' + row.map(safe).join(' | ') + ' |');
    lines.splice(1, 0, lines[0].replace(/[^|]+/g, ' --- '));
    return lines.join('\n') + '\n';
  }

  function copy(text) {
    const show = () => {
      const area = element('textarea', null, {readonly: '', 'aria-label': 'Text to copy'});
      area.value = text;
      openDialog('Copy this text', [area]);
      area.select();
    };
    if (!navigator.clipboard) return show();
    navigator.clipboard.writeText(text).then(() => { status.textContent = 'copied'; }, show);
  }

  function save(svg) {
    const copied = svg.cloneNode(true);
    const style = document.createElementNS(SVG, 'style');
    style.textContent = document.getElementById('style').textContent.split('/* page ends */').pop();
    copied.prepend(style);
    const blob = new Blob([new XMLSerializer().serializeToString(copied)], {type: 'image/svg+xml'});
    const link = element('a', null, {download: 'chart.svg', href: URL.createObjectURL(blob)});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function element(name, text, attributes) {
    const made = document.createElement(name);
    if (text !== null && text !== undefined) made.textContent = text;
    Object.entries(attributes || {}).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  }

  function openDialog(title, content) {
    const close = element('button', 'Close', {type: 'button'});
    close.addEventListener('click', () => dialog.close());
    dialog.replaceChildren(element('h2', title, {id: 'more-title'}), ...content, close);
    dialog.showModal();
  }

  function drawn(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // Iterations of every fork over time: warm-up that had not ended and forks of two kinds show here.
  function iterations(forks) {
    const width = 800, height = 240, left = 80, bottom = 210, top = 14;
    const all = forks.flat();
    const most = Math.max(...all) * 1.05;
    const longest = Math.max(...forks.map(fork => fork.length));
    const svg = drawn('svg', {viewBox: '0 0 ' + width + ' ' + height, role: 'img', width, height});
    svg.append(drawn('title', {}, 'Operations a second of the iterations of each fork'));
    for (let k = 0; k <= 4; k++) {
      const y = bottom - (bottom - top) * k / 4;
      svg.append(drawn('line', {class: 'stroke-grid', x1: left, x2: width - 10, y1: y, y2: y}));
      svg.append(drawn('text', {class: 'fill-muted', x: left - 6, y: y + 4, 'text-anchor': 'end', 'font-size': 11},
        (most * k / 4).toPrecision(3)));
    }
    forks.forEach((fork, k) => {
      const x = i => left + 20 + (longest < 2 ? 0 : i * (width - left - 50) / (longest - 1));
      const y = value => bottom - value / most * (bottom - top);
      const ink = k % 2 ? 'second' : 'first';
      svg.append(drawn('polyline', {class: 'stroke-' + ink, fill: 'none', 'stroke-width': 1.2,
        points: fork.map((value, i) => x(i) + ',' + y(value)).join(' ')}));
      fork.forEach((value, i) => {
        const dot = drawn('circle', {class: 'fill-' + ink, cx: x(i), cy: y(value), r: 3});
        dot.append(drawn('title', {}, 'fork ' + (k + 1) + ', iteration ' + (i + 1) + ': ' + value + ' ops/s'));
        svg.append(dot);
      });
    });
    svg.append(drawn('text', {class: 'fill-muted', x: width - 10, y: height - 6, 'text-anchor': 'end', 'font-size': 11},
      'iterations, a line a fork; ops/s'));
    return svg;
  }

  function facts(pairs) {
    const list = element('dl', null, {class: 'summary'});
    pairs.filter(pair => pair[1] !== '' && pair[1] !== undefined).forEach(pair => {
      list.append(element('dt', pair[0]), element('dd', pair[1]));
    });
    return list;
  }

  function more(id) {
    const item = data[id];
    const content = [];
    const forks = item.forks.filter(fork => fork.length > 0);
    if (forks.length > 0) content.push(iterations(forks));
    content.push(facts([
      ['benchmark', item.benchmark], ['mode', item.mode],
      ...Object.entries(item.params),
      ...Object.entries(item.metrics).map(([key, value]) => [key, String(value)]),
      ['JDK', item.jdk], ['flags', item.flags.join(' ')], ['failed', item.failures.join('; ')]]));
    openDialog(item.benchmark.split('.').slice(-2).join('.'), content);
  }

  document.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const section = button.closest('section');
    if (button.classList.contains('sort')) sort(button.closest('th'));
    else if (button.classList.contains('csv')) copy(csv(section.querySelector('table.results')));
    else if (button.classList.contains('md')) copy(markdown(section.querySelector('table.results')));
    else if (button.classList.contains('save')) save(button.parentElement.querySelector('svg'));
    else if (button.classList.contains('more')) more(button.closest('tr').dataset.id);
  });
  form.addEventListener('change', () => { writeAddress(); applyFilters(); });
  form.addEventListener('reset', () => setTimeout(() => { writeAddress(); applyFilters(); }));
  window.addEventListener('hashchange', () => { readAddress(); applyFilters(); });
  fillFilters();
  readAddress();
  applyFilters();
})();
