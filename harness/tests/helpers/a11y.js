// Returns what keeps people from reading or using a page: things without a name, headings out of order, ids that come
// twice, text whose contrast is too low (WCAG 2.1 AA: 4.5, or 3 for large text).
return (() => {
  const trouble = [];
  const tell = (what, element) => trouble.push(`${what}: ${element.outerHTML.slice(0, 140)}`);
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true });
  const name = (element) => (element.getAttribute("aria-label") || (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
    .map((id) => (document.getElementById(id) || {}).textContent || "").join(" ") || element.textContent
    || [element, ...element.querySelectorAll("img")].map((one) => one.alt || "").join("") || element.title || "").trim();

  if (!document.documentElement.lang) tell("no language", document.documentElement);
  if (!document.title.trim()) tell("no title", document.head);
  if (document.querySelectorAll("main").length !== 1) tell("not one main", document.body);
  if (document.querySelectorAll("h1").length !== 1) tell("not one h1", document.body);

  let level = 0;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    if (!isShown(heading)) continue;
    const now = Number(heading.tagName[1]);
    if (now > level + 1) tell(`h${level} is followed by`, heading);
    if (!name(heading)) tell("empty heading", heading);
    level = now;
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) trouble.push(`id twice: ${id}`);
  for (const image of document.images) if (!image.hasAttribute("alt")) tell("no alt", image);
  for (const element of document.querySelectorAll("a[href], button, summary, [role=region], dialog[open]")) if (isShown(element) && !name(element)) tell("no name", element);
  for (const field of document.querySelectorAll("input, select")) if (isShown(field) && !(field.labels && field.labels.length && name(field.labels[0])) && !field.getAttribute("aria-label")) tell("no label", field);
  for (const table of document.querySelectorAll("table")) for (const head of table.querySelectorAll("th")) if (!head.scope) tell("th without scope", head);
  for (const element of document.querySelectorAll("[aria-hidden=true]")) if (element.querySelector("a, button, input, select, [tabindex]")) tell("hidden and focusable", element);
  for (const element of document.querySelectorAll("[tabindex]")) if (element.tabIndex > 0) tell("tabindex above 0", element);
  if (document.documentElement.scrollWidth > innerWidth + 1) trouble.push(`the page is ${document.documentElement.scrollWidth} wide, the window ${innerWidth}`);

  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return { r, g, b, a }; };
  const over = (top, under) => ({ r: top.r * top.a + under.r * (1 - top.a), g: top.g * top.a + under.g * (1 - top.a), b: top.b * top.a + under.b * (1 - top.a), a: 1 });
  const light = ({ r, g, b }) => [r, g, b].map((one) => one / 255).map((one) => (one <= 0.03928 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const known = new Map();
  function ground(element) {
    if (!element) return parse(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "rgb(18,18,18)" : "rgb(255,255,255)");
    if (!known.has(element)) {
      const own = parse(getComputedStyle(element).backgroundColor);
      known.set(element, own.a === 1 ? own : over(own, ground(element.parentElement)));
    }
    return known.get(element);
  }
  const told = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let count = 0; walk.nextNode() && count < 6000; count++) {
    const element = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || element.closest("script, noscript, option, .pale, .skip, .sr") || !isShown(element)) continue;
    const style = getComputedStyle(element), key = [style.color, style.fontSize, style.fontWeight, element.className, element.parentElement.className].join();
    if (told.has(key)) continue;
    told.add(key);
    const back = ground(element), [a, b] = [light(over(parse(style.color), back)), light(back)].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < (isLarge ? 3 : 4.5)) tell(`contrast ${contrast.toFixed(2)}`, element);
  }
  return trouble;
})();
