"use strict";
(() => {
  const table = document.querySelector("table.sortable");
  const search = document.querySelector("input[type=search]");
  const only = document.querySelector("input[name=below]");
  const count = document.querySelector("#count");

  function value(row, place) {
    const cell = row.cells[place];
    const told = cell.dataset.value ?? cell.textContent.trim();
    const number = Number.parseFloat(told);
    return Number.isNaN(number) || cell.dataset.text !== undefined ? told : number;
  }

  function sort(place, descending) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    rows.sort((one, other) => {
      const [a, b] = [value(one, place), value(other, place)];
      const order = typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en", { numeric: true });
      return descending ? -order : order;
    });
    body.append(...rows);
  }

  function filter() {
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      const hit = row.textContent.toLowerCase().includes(search.value.trim().toLowerCase()) && (!only.checked || row.dataset.below !== "0");
      row.hidden = !hit;
      shown += hit;
    }
    count.textContent = `${shown} of ${table.tBodies[0].rows.length} exercises`;
  }

  if (table) {
    for (const [place, head] of [...table.tHead.rows[0].cells].entries()) {
      head.querySelector("button")?.addEventListener("click", () => {
        const descending = head.getAttribute("aria-sort") === "ascending" || (head.getAttribute("aria-sort") === null && head.classList.contains("number"));
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", descending ? "descending" : "ascending");
        sort(place, descending);
      });
    }
    search.addEventListener("input", filter);
    only.addEventListener("change", filter);
    filter();
  }

  function unfold(open) {
    for (const one of document.querySelectorAll("details")) if (!one.classList.contains("who")) one.open = open;
  }
  document.querySelector("#unfold")?.addEventListener("click", () => unfold(!document.querySelector("main details[open]")));
  let before = [];
  addEventListener("beforeprint", () => { before = [...document.querySelectorAll("details:not([open]):not(.who)")]; unfold(true); });
  addEventListener("afterprint", () => before.forEach((one) => { one.open = false; }));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea")) return;
    const to = { n: "next", j: "next", ArrowRight: "next", p: "prev", k: "prev", ArrowLeft: "prev", u: "up" }[event.key];
    const link = to && !(event.key.startsWith("Arrow") && event.target.closest("pre, .scroll")) && document.querySelector(`a[rel=${to}]`);
    if (link) { event.preventDefault(); location.assign(link.href); }
    else if (event.key === "/" && search) { event.preventDefault(); search.focus(); }
    else if (event.key === "o") document.querySelector("#unfold")?.click();
  });
})();
