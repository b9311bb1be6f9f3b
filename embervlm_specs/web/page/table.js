// The data sets of a figure as tables, made when a reader opens them.

const MOST_ROWS = 200;
const WORDS = ["description", "note"];

const element = (name, text, attributes = {}) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const said = (value) => (value === null || value === undefined ? "" : String(value));

const table = (name, rows) => {
  const more = rows.length > MOST_ROWS ? `, the first ${MOST_ROWS} shown; the JSON has all` : "";
  const made = element("table");
  made.append(element("caption", `${name}: ${rows.length} rows${more}`));
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const head = made.createTHead().insertRow();
  head.append(...columns.map((column) => element("th", column, { scope: "col" })));
  const body = made.createTBody();
  for (const row of rows.slice(0, MOST_ROWS)) {
    const line = body.insertRow();
    for (const column of columns) {
      const cell = line.insertCell();
      cell.textContent = said(row[column]);
      if (typeof row[column] === "number") cell.className = "number";
    }
  }
  return made;
};

const fillTables = (figure, details) => {
  if (details.querySelector("table")) return;
  const title = `Data of ${figure.card.querySelector("h1, h3").textContent}`;
  const scroll = element("div", undefined, { class: "scroll", tabindex: 0, role: "group", "aria-label": title });
  for (const [name, rows] of Object.entries(figure.document.datasets)) {
    if (rows.length && !WORDS.includes(name)) scroll.append(table(name, rows));
  }
  details.append(scroll);
};
