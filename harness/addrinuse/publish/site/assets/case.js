"use strict";
// A case's page: a platform's evidence is shown when it is opened, or when the address names it.
(() => {
  const id = document.body.dataset.case;
  const sections = [...document.querySelectorAll("details.evidence")];
  for (const section of sections) {
    section.addEventListener("toggle", () => {
      const box = section.lastElementChild, place = Number(section.dataset.platform);
      if (!section.open || box.childElementCount) return;
      loadEvidence(id, (data) => {
        if (box.childElementCount) return;
        if (!data) return box.append(make("p", "note", "The evidence could not be loaded."));
        box.append(...showAnswers(data, place), showFacts(addrinuse.platforms[place]));
      });
    });
  }
  const copy = document.getElementById("copy");
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      copy.textContent = "Copied";
    } catch {
      prompt("The address of this page:", location.href);
    }
  });
  function follow() {
    const section = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (section && section.matches("details.evidence")) {
      section.open = true;
      section.scrollIntoView();
    }
  }
  addEventListener("hashchange", follow);
  follow();
})();
