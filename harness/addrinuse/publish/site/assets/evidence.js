"use strict";
// The evidence of a case: loads its data, a script of its own so that pages work from a folder too, and shows an
// answer with what it rests on. Whatever came from a run is set as text, never as markup.
const addrinuse = { evidence: {}, waiting: {}, platforms: [], synonyms: [] };
const SIGNS = { h: ["✓", "holds"], c: ["✗", "contradicted"], u: ["?", "undecided"], s: ["·", "silent"] };

function addrinusePlatforms(list) { addrinuse.platforms = list; }

function addrinuseSynonyms(data) { addrinuse.synonyms = data.synonyms; }

function addrinuseEvidence(id, data) { addrinuse.evidence[id] = data; }

// Calls back with the evidence of a case, or with null where it cannot be loaded.
function loadEvidence(id, then) {
  if (addrinuse.evidence[id]) return then(addrinuse.evidence[id]);
  if (addrinuse.waiting[id]) return void addrinuse.waiting[id].push(then);
  addrinuse.waiting[id] = [then];
  const script = document.createElement("script");
  script.src = document.body.dataset.root + "evidence/" + id + ".js";
  script.onload = script.onerror = () => {
    const waiting = addrinuse.waiting[id];
    delete addrinuse.waiting[id];
    for (const one of waiting) one(addrinuse.evidence[id] || null);
  };
  document.head.append(script);
}

// An element: its name, its class, and what it holds (texts and elements).
function make(name, kind, ...parts) {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...parts);
  return element;
}

function link(href, ...parts) {
  const element = make("a", "", ...parts);
  element.href = document.body.dataset.root + href;
  return element;
}

// An answer as such: whether documents are right about it is said beside the documents.
function answerMark(text) {
  return make("span", "answer", text);
}

// What documents say of the case, with the verdict on one platform.
function showStatements(data, place) {
  const list = make("ul", "says");
  for (const said of data.says) {
    const about = said.on ? "; about " + said.on : "";
    const predicts = said.predicts ? "; predicts " + said.predicts : "";
    const verdict = SIGNS[said.verdicts[place]][1];
    list.append(make("li", "", make("span", "sign " + verdict, verdict), " ", link("documents/" + said.doc + ".html", said.title),
      make("span", "at", `${said.disputes ? "Says otherwise. " : ""}${said.edition}; ${said.at}${about}${predicts}`)));
  }
  return list;
}

function showFacts(platform) {
  const list = make("dl", "known");
  for (const [name, value] of [["observed", platform.started.replace("T", " ").replace("Z", " UTC")],
    ["time", platform.time === "warped" ? "warped: idle time was skipped" : "real"], ...platform.facts])
    list.append(make("dt", "", name), make("dd", "", value));
  return list;
}

function showTranscript(data, number, place) {
  const { of, ports, us, calls, results } = data.transcripts[number];
  const fill = (at) => data.words[at].replace(/:#(\d+)/g, (sign, place) => (place in ports ? ":" + ports[place] : sign));
  let now = 0;
  const table = make("table", "transcript");
  const head = make("tr", "", make("th", "", "µs"), make("th", "", "call"), make("th", "", "result"));
  for (const cell of head.children) cell.scope = "col";
  const body = make("tbody");
  for (let i = 0; i < us.length; i += 1) {
    const call = fill(data.sequences[calls][i]), result = fill(data.sequences[results][i]);
    now += us[i];
    const kind = /^(claim|observed): /.test(call) ? "said" : /^E[A-Z]{3,}/.test(result) ? "bad" : "";
    body.append(make("tr", kind, make("td", "", now.toLocaleString("en")), make("td", "", call), make("td", "", result)));
  }
  table.append(make("thead", "", head), body);
  const wrap = make("div", "wide", table);
  wrap.tabIndex = 0;
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", "Transcript");
  const parts = [wrap];
  if (of !== place)
    parts.unshift(make("p", "at", `The calls and results were the same as on ${addrinuse.platforms[of].name}, whose times and ports these are.`));
  return parts;
}

// One variant's answer; what it rests on unfolds.
function showAnswer(data, answer, place, isOpen) {
  const [, variant, word, , claimed, seconds, details, transcript, why, output] = answer;
  const box = make("details", "variant"), inside = make("div");
  const took = `${claimed >= 0 ? `claimed ${data.words[claimed]}, ` : ""}${seconds.toFixed(3)} s`;
  box.open = isOpen;
  box.append(make("summary", "", variant ? make("b", "", variant + " ") : "", answerMark(data.words[word]), make("span", "facts", took)), inside);
  if (why) inside.append(make("p", "", why));
  if (details >= 0) {
    const list = make("dl", "known");
    for (const [name, value] of Object.entries(data.details[details]))
      list.append(make("dt", "", name), make("dd", "", String(value)));
    inside.append(list);
  }
  if (transcript >= 0) inside.append(...showTranscript(data, transcript, place));
  if (output) inside.append(make("pre", "source", output.join("\n")));
  if (!inside.childNodes.length) inside.append(make("p", "", "No calls were recorded."));
  return box;
}

// Everything that is known of a platform's answers to a case.
function showAnswers(data, place) {
  const found = data.answers.filter((one) => one[0] === place);
  if (!found.length) return [make("p", "", "This run has no line for the case.")];
  return found.map((one, at) => showAnswer(data, one, place, at === 0));
}
