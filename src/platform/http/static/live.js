// Keeps the organiser's counts fresh.

import { poll } from "./poll.js";

for (const section of document.querySelectorAll("[data-live]")) {
  const number = new Intl.NumberFormat(section.dataset.locale === "vi" ? "vi-VN" : "en-GB");
  const state = section.querySelector("[data-live-state]");
  const usual = state.textContent;
  poll(
    section.dataset.live,
    4_000,
    (counts) => {
      for (const place of section.querySelectorAll("[data-live-key]")) {
        const value = counts[place.dataset.liveKey];
        if (Number.isFinite(value)) place.textContent = number.format(value);
      }
    },
    (lost) => {
      const time = new Date().toLocaleTimeString("vi-VN", { timeZone: "Asia/Ho_Chi_Minh" });
      state.textContent = lost ? section.dataset.lost : usual.replace(/\d\d\/.*$/, time);
    },
  );
}
