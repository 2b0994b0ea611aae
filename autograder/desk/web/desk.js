
(() => {
  for (const time of document.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    if (!Number.isNaN(moment.getTime())) {
      time.textContent = moment.toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
    }
  }
  const open = document.querySelector("[data-events]");
  if (open && window.EventSource) {
    const source = new EventSource(open.dataset.events);
    const say = (name, text) => { for (const one of open.querySelectorAll(`[data-say="${name}"]`)) { one.textContent = text; } };
    source.addEventListener("message", (event) => {
      const told = JSON.parse(event.data);
      say("place", told.place);
      say("wait", told.wait_s === null ? "?" : Math.max(1, Math.round(told.wait_s)));
    });
    source.addEventListener("over", () => { source.close(); location.reload(); });
  }
  if (document.querySelector("[data-lti-close]")) {
    (window.opener || window.parent).postMessage({ subject: "org.imsglobal.lti.close" }, "*");
  }
  const live = document.querySelector("[data-refresh]");
  if (live) { setTimeout(() => location.reload(), 1000 * Number(live.dataset.refresh)); }
})();
