import type { Site } from './site.ts';

/** The pager of a list as the portals' own scripts write it: TRS counts from 0 (`index_1.html` is page 2), UCAP from 1. */
const CREATE_PAGE = `
function createPageHTML() {
  var given = Array.prototype.slice.call(arguments);
  var box = typeof given[0] === 'string' ? given.shift() : null;
  var total = given[0], at = given[1], name = given[2], end = given[3];
  var first = box === null ? 0 : 1;
  var html = '<span>第' + (at - first + 1) + '页</span>';
  for (var one = first; one < total + first; one += 1) {
    var address = one === first ? name + '.' + end : name + '_' + one + '.' + end;
    html += one === at ? '<span class="on">' + (one - first + 1) + '</span>' : '<a href="' + address + '">' + (one - first + 1) + '</a>';
  }
  if (at - first + 1 < total) html += '<a href="' + name + '_' + (at + 1) + '.' + end + '">下一页</a>';
  if (box === null) document.write('<div class="page">' + html + '</div>');
  else document.getElementById(box).innerHTML = html;
}`;

/** What the gateway of jpaas builds into the page that its script stands on (PORTALS.md 1.5.4). */
const UNIT_BUILD = `
(function (script) {
  var asked = JSON.parse(script.getAttribute('queryData').replace(/'/g, '"'));
  asked.paramJson = JSON.stringify({ pageNo: 1, pageSize: 15 });
  fetch(script.getAttribute('url') + '?' + new URLSearchParams(asked))
    .then(function (answer) { return answer.json(); })
    .then(function (answer) {
      var box = document.createElement('div');
      box.innerHTML = answer.data.html;
      script.parentNode.appendChild(box);
    });
})(document.currentScript);`;

/** Scripts that the portals load, by what they do. */
const SCRIPTS = { createPage: CREATE_PAGE, unitBuild: UNIT_BUILD } as const;

/** Serves one of the scripts at an address of the portal. */
export function putScript(site: Site, address: string, name: keyof typeof SCRIPTS): void {
  site.set(address, { body: SCRIPTS[name], headers: { 'content-type': 'application/javascript; charset=utf-8' } });
}
