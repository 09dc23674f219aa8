"use strict";
// Every page: a run that has grown old since the pages were written says so.
for (const time of document.querySelectorAll("time[data-age]")) {
  const days = (Date.now() - Date.parse(time.dateTime)) / 86400000;
  if (days > 180) time.classList.add("old");
}
