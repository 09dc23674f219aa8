"use strict";
// The table: filters, order, keys, and the evidence beside it. The address after the # holds all of it.
(() => {
  const table = document.getElementById("matrix"), body = table.tBodies[0], form = document.getElementById("filters");
  const heads = [...table.tHead.rows[0].cells].slice(1);
  const boxes = [...form.querySelectorAll("[name=platform]")];
  const names = boxes.map((box) => box.value);
  const dialog = document.getElementById("evidence");
  const LETTERS = { holds: "h", contradicted: "c", undecided: "u", silent: "s" };
  const SPOKEN = { wn: "warning: it endangers somebody", ow: "the platform's own document is wrong", gw: "a general text is wrong", or: "the platform's own documents are right" };
  const DOCUMENTS = ["wn", "ow", "gw", "or"];
  const STATUS = { "not applicable": "na", broken: "br", crashed: "cr", timeout: "to", "not run": "nr" };
  const text = Object.fromEntries(["q", "topic", "doc", "outcome", "sort"].map((name) => [name, form.elements[name]]));
  const differing = form.elements.diff;

  // A row with what filters ask of it, read from the page once.
  const rows = [...body.rows].map((row, place) => {
    const cells = [...row.cells].slice(1);
    const id = row.cells[0].firstElementChild.textContent;
    return { row, place, cells, id, topic: id.split("/")[0], docs: row.dataset.docs.split(" "),
      answers: cells.map((cell) => cell.firstChild.textContent), kinds: cells.map((cell) => " " + cell.className + " "), all: "" };
  });
  const synonyms = window.addrinuseSynonyms || {};
  const byId = new Map(rows.map((one) => [one.id, one]));
  const usual = boxes.map((box) => box.hasAttribute("data-shown"));
  let shown = usual.map((is, place) => (is ? place : -1)).filter((place) => place >= 0), marked = null, opened = null;

  offerObservations();
  form.hidden = false;
  if (matchMedia("(max-width: 44rem)").matches) document.querySelector(".filters").open = false;

  // The observations that come up most, as outcomes to ask for.
  function offerObservations() {
    const counts = new Map();
    for (const one of rows)
      one.answers.forEach((answer, place) => {
        if (!/ (na|nr|br|cr|to|v) /.test(one.kinds[place])) counts.set(answer, (counts.get(answer) || 0) + 1);
      });
    for (const [answer] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 25)) {
      const option = make("option", "", answer);
      option.value = "=" + answer;
      document.getElementById("observed").append(option);
    }
  }

  // ---- the address ----

  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const [name, field] of Object.entries(text)) {
      const value = asked.get(name) || "";
      if (name === "outcome" && value && ![...field.options].some((one) => one.value === value)) {
        const option = make("option", "", value.replace(/^=/, ""));
        option.value = value;
        document.getElementById("observed").append(option);
      }
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    differing.checked = asked.get("diff") === "1";
    const wanted = asked.has("platforms") ? new Set(asked.get("platforms").split(",")) : null;
    boxes.forEach((box, place) => { box.checked = !wanted ? usual[place] : wanted.has("all") || wanted.has(box.value); });
    apply();
    const [id, platform] = split(asked.get("cell") || "");
    if (byId.has(id) && names.includes(platform)) openCell(byId.get(id), names.indexOf(platform));
    else if (dialog.open) dialog.close();
  }

  function split(cell) {
    const at = cell.indexOf("@");
    return at < 0 ? ["", ""] : [cell.slice(0, at), cell.slice(at + 1)];
  }

  function address(cell) {
    const parts = [];
    const add = (name, value) => parts.push(name + "=" + encodeURIComponent(value).replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%40/g, "@").replace(/%3A/g, ":"));
    for (const [name, field] of Object.entries(text)) if (field.value) add(name, field.value);
    if (!isUsual()) add("platforms", shown.length === names.length ? "all" : shown.map((place) => names[place]).join(","));
    if (differing.checked) add("diff", "1");
    if (cell) add("cell", cell);
    return "#" + parts.join("&");
  }

  const isUsual = () => boxes.every((box, place) => box.checked === usual[place]);

  function writeAddress() { history.replaceState(null, "", address("")); }

  // ---- filters and order ----

  function apply() {
    showColumns();
    const words = text.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    table.classList.toggle("folded", isUsual());
    let count = choose(words, true);
    if (!count && words.length > 1) count = choose(words, false);
    sort();
    document.getElementById("count").value = `${of(count, rows.length)} cases, ${of(shown.length, names.length)} platforms`;
    document.getElementById("nothing").hidden = count > 0;
    document.getElementById("chosen").textContent = shown.length === names.length ? "" : `(${shown.length})`;
    const compare = document.getElementById("compare");
    compare.hidden = shown.length !== 2;
    if (shown.length === 2) compare.href = "compare/" + shown.map((place) => addrinuse.platforms[place]).sort((a, b) => a.rank - b.rank).map((one) => one.slug).join("..") + ".html";
  }

  // Shows the rows that fit; `all`: with every word of the search, else with one of them.
  function choose(words, all) {
    let count = 0;
    for (const one of rows) {
      one.hits = hits(one, words, all);
      one.row.hidden = !(one.hits >= 0 && fitsFilters(one));
      count += !one.row.hidden;
    }
    return count;
  }

  // How well a row fits the words of a search: an id counts more than a claim, a whole word more than a part; -1: not.
  function hits(one, words, all) {
    if (!words.length) return 0;
    one.all = one.all || one.row.textContent.toLowerCase();
    let total = 0, found = 0;
    for (const word of words) {
      const others = [word, ...(synonyms[word] || [])].filter((other) => one.all.includes(other));
      if (!others.length) continue;
      found++;
      total += Math.max(...others.map((other) => (one.id.includes(other) ? 3 : 1) + (isWhole(one.all, other) ? 2 : 0)));
    }
    return found === words.length || (!all && found) ? total : -1;
  }

  function isWhole(text, word) {
    const at = text.indexOf(word), letter = /[a-z0-9]/;
    return !letter.test(text[at - 1] || " ") && !letter.test(text[at + word.length] || " ");
  }

  const of = (some, all) => (some === all ? String(all) : `${some} of ${all}`);

  function showColumns() {
    const before = new Set(shown);
    shown = boxes.map((box, place) => (box.checked ? place : -1)).filter((place) => place >= 0);
    const now = new Set(shown);
    names.forEach((_, place) => {
      if (before.has(place) === now.has(place)) return;
      heads[place].hidden = !now.has(place);
      for (const one of rows) one.cells[place].hidden = !now.has(place);
    });
  }

  function fitsFilters(one) {
    if (text.topic.value && one.topic !== text.topic.value) return false;
    if (text.doc.value && !one.docs.includes(text.doc.value)) return false;
    if (differing.checked && !differs(one)) return false;
    return fitsOutcome(one);
  }

  // Whether two platforms shown answer differently; one without an answer does not.
  function differs(one) {
    const answers = new Set();
    for (const place of shown)
      if (!/ (na|nr|br|cr|to) /.test(one.kinds[place])) answers.add(one.answers[place]);
    return answers.size > 1;
  }

  // Whether a platform shown has the outcome asked for; the others' cells grow pale.
  function fitsOutcome(one) {
    const asked = text.outcome.value;
    let fits = !asked;
    for (const place of shown) {
      const is = !asked || DOCUMENTS.includes(asked) && one.kinds[place].includes(` ${asked} `) || (asked[0] === "=" ? one.answers[place] === asked.slice(1)
        : one.kinds[place].includes(` ${LETTERS[asked] || STATUS[asked] || "-"} `));
      one.cells[place].classList.toggle("pale", !is);
      fits = fits || is;
    }
    return fits;
  }

  function sort() {
    const by = text.sort.value, place = by.startsWith("on:") ? names.indexOf(by.slice(3)) : -1;
    heads.forEach((head, at) => (at === place ? head.setAttribute("aria-sort", "ascending") : head.removeAttribute("aria-sort")));
    const weight = by === "contradicted" ? (one) => -shown.filter((at) => one.kinds[at].startsWith(" c ")).length
      : by === "answers" ? (one) => -new Set(shown.map((at) => one.answers[at])).size
      : text.q.value ? (one) => -(one.hits || 0) : () => 0;
    const ordered = rows.map((one) => [weight(one), place >= 0 ? one.answers[place] : by === "case" ? one.id : "", one])
      .sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : a[2].place - b[2].place)).map((entry) => entry[2]);
    if (ordered.every((one, at) => body.rows[at] === one.row)) return;
    const all = document.createDocumentFragment();
    for (const one of ordered) all.append(one.row);
    body.append(all);
  }

  let timer = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => { apply(); writeAddress(); }, event.target === text.q ? 120 : 0);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); writeAddress(); }));
  for (const [id, value] of [["distinct", null], ["all", true], ["none", false]])
    document.getElementById(id).addEventListener("click", () => {
      boxes.forEach((box, place) => { box.checked = value === null ? usual[place] : value; });
      apply();
      writeAddress();
    });
  table.tHead.addEventListener("click", (event) => {
    const place = heads.indexOf(event.target.closest("th"));
    if (place < 0 || event.target.closest("a")) return;
    text.sort.value = text.sort.value === "on:" + names[place] ? "" : "on:" + names[place];
    apply();
    writeAddress();
  });
  document.addEventListener("click", (event) => {
    const choose = form.querySelector(".choose");
    if (choose.open && !choose.contains(event.target)) choose.open = false;
  });
  form.querySelector(".choose").addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.currentTarget.open = false;
    event.currentTarget.firstElementChild.focus();
  });

  // ---- keys: one place of the table can be tabbed to; arrows move it ----

  table.setAttribute("role", "grid");
  for (const link of table.querySelectorAll("th a")) link.tabIndex = -1;
  const stop = (cell) => (cell.tagName === "TH" ? cell.firstElementChild || cell : cell);
  let current = rows.length ? rows[0].cells[0] || stop(rows[0].row.cells[0]) : null;
  if (current) current.tabIndex = 0;
  table.parentElement.removeAttribute("tabindex");

  function moveTo(cell) {
    const next = stop(cell);
    if (current) current.tabIndex = -1;
    current = next;
    current.tabIndex = 0;
    current.focus();
  }

  table.addEventListener("focusin", (event) => {
    const cell = event.target.closest("td");
    if (cell) cell.setAttribute("aria-label", [cell.firstChild.textContent, ...DOCUMENTS.filter((kind) => cell.classList.contains(kind)).map((kind) => SPOKEN[kind])].join("; "));
  });

  table.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td, th");
    if (!cell || event.altKey || event.metaKey) return;
    const visible = [table.tHead.rows[0], ...body.rows].filter((row) => !row.hidden);
    const inRow = (row) => [...row.cells].filter((one) => !one.hidden);
    const line = inRow(cell.parentElement), x = line.indexOf(cell), y = visible.indexOf(cell.parentElement);
    const clamp = (value, last) => Math.max(0, Math.min(value, last));
    const jump = { ArrowLeft: [x - 1, y], ArrowRight: [x + 1, y], ArrowUp: [x, y - 1], ArrowDown: [x, y + 1], PageUp: [x, y - 10],
      PageDown: [x, y + 10], Home: [0, event.ctrlKey ? 1 : y], End: [line.length, event.ctrlKey ? visible.length : y] }[event.key];
    if (jump) {
      event.preventDefault();
      moveTo(inRow(visible[clamp(jump[1], visible.length - 1)])[clamp(jump[0], line.length - 1)]);
    } else if ((event.key === "Enter" || event.key === " ") && cell.tagName === "TD") {
      event.preventDefault();
      ask(cell);
    }
  });
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    if (cell && !String(getSelection())) ask(cell);
  });

  // ---- evidence ----

  // The cell's evidence is asked for by the address, so that going back closes it.
  function ask(cell) {
    const one = rows.find((row) => row.row === cell.parentElement), place = one.cells.indexOf(cell);
    marked = cell;
    history.pushState({ cell: true }, "", address(`${one.id}@${names[place]}`));
    openCell(one, place);
  }

  function openCell(one, place) {
    const key = `${one.id}@${names[place]}`, box = document.getElementById("evidence-body"), title = document.getElementById("evidence-title");
    if (dialog.open && opened === key) return;
    opened = key;
    marked = one.cells[place];
    title.replaceChildren(link(`cases/${one.id}.html#${addrinuse.platforms[place].slug}`, one.id), " on " + names[place]);
    box.replaceChildren(make("p", "", "Loading …"));
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    title.focus();
    loadEvidence(one.id, (data) => {
      if (opened !== key) return;
      if (!data) return box.replaceChildren(make("p", "note", "The evidence could not be loaded."));
      const platform = addrinuse.platforms[place];
      box.replaceChildren(make("p", "claim", data.claim), ...platform.notes.map((note) => make("p", "note", note)),
        make("h3", "", "What documents say"), data.says.length ? showStatements(data, place) : make("p", "", "Nothing."),
        make("h3", "", "What happened"), ...showAnswers(data, place), make("h3", "", "The run"), showFacts(platform),
        make("p", "", link(`cases/${one.id}.html`, "The case and its source"), " · ", link(`platforms/${platform.slug}.html`, "Everything on " + platform.name)));
    });
  }

  document.getElementById("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => {
    opened = null;
    if (location.hash.includes("cell=")) {
      if (history.state && history.state.cell) history.back();
      else writeAddress();
    }
    if (marked && !marked.hidden) moveTo(marked);
  });
  addEventListener("popstate", readAddress);
  readAddress();
})();
