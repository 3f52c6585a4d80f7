// Keeps a leaderboard fresh while people sit.

import { poll } from "./poll.js";

const $ = (id) => document.getElementById(id);
const data = JSON.parse($("board-data").textContent);
const texts = Object.fromEntries(data.texts);
const vietnamese = document.documentElement.lang === "vi";
const number = new Intl.NumberFormat(vietnamese ? "vi-VN" : "en-GB");
const two = (n) => String(n).padStart(2, "0");

const points = (text) => (vietnamese ? text.replace(".", ",") : text);
const duration = (ms) => `${two(Math.floor(ms / 60_000))}:${two(Math.floor(ms / 1000) % 60)}${document.documentElement.lang === "vi" ? "," : "."}${String(ms % 1000).padStart(3, "0")}`;
// The API writes Vietnamese time, so the text itself is what the clock in Viet Nam shows.
const moment = (iso) => `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

function line(row, mine) {
  const name = element("td", "", row.name);
  if (mine) name.append(" ", element("span", "you", texts["board-you"]));
  if (row.division) name.append(element("br"), element("span", "soft small", row.division));
  return element(
    "tr",
    mine ? "mine" : "",
    element("td", "num rank", number.format(row.rank)),
    name,
    element("td", "num", points(row.points)),
    element("td", "num", duration(row.duration_ms)),
    element("td", "num late", moment(row.finished_at)),
  );
}

function isMine(row, me) {
  return !!me && row.rank === me.rank && row.name === me.name && row.finished_at === me.finished_at;
}

poll(
  data.url,
  5_000,
  (board) => {
    if (board.state !== data.state) {
      $("updated").textContent = texts["board-has-changed"];
      if (board.state === "final") location.reload();
      return;
    }
    const rows = board.rows ?? [];
    const inside = rows.some((row) => isMine(row, board.me));
    $("rows").replaceChildren(...rows.map((row) => line(row, isMine(row, board.me))));
    $("me").replaceChildren(...(board.me && !inside ? [line(board.me, true)] : []));
    $("own").hidden = !board.me;
    if (board.me) {
      $("own").textContent = texts["board-own"].replace("{rank}", number.format(board.me.rank)).replace("{total}", number.format(board.total));
    }
    $("board").hidden = rows.length === 0;
    $("empty").hidden = rows.length > 0;
    $("total").textContent = texts["board-total"].replace("{n}", number.format(board.total));
    $("updated").textContent = texts["board-updated"].replace("{at}", `${moment(board.updated_at)}${board.updated_at.slice(16, 19)}`);
  },
  (lost) => {
    if (lost) $("updated").textContent = texts["board-connection-lost"];
  },
);
