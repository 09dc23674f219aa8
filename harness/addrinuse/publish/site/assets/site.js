"use strict";
// Addresses of the table from before it had a page of its own.
if (/(^|\/)index\.html$|\/$/.test(location.pathname) && document.body.dataset.root === "" && /^#(.*&)?(cell|platforms|q|topic|doc|outcome|sort|diff)=/.test(location.hash))
  location.replace("table.html" + location.hash);
// A search on any page leads to the table.
for (const form of document.querySelectorAll("form[data-search]"))
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    location.href = document.body.dataset.root + "table.html#q=" + encodeURIComponent(form.elements.find.value);
  });
// Every page: a run that has grown old since the pages were written says so.
for (const time of document.querySelectorAll("time[data-age]")) {
  const days = (Date.now() - Date.parse(time.dateTime)) / 86400000;
  if (days > 180) time.classList.add("old");
}
