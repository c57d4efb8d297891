"""The steps of answer-line.js, run in the browser against a model of the server (hazards 24 to 26)."""

# One question and a line that loses, repeats and reorders: receipts get lost, copies arrive at any later time,
# and the person goes on choosing, also between a receipt and the moment in which the page has taken it in.
SITTINGS = """async (runs) => {
  const { EMPTY, added, settled, tried } = await import("/static/js/answer-line.js");
  let state = 20261126;
  const below = (n) => (state = (state * 48271) % 2147483647) % n;

  function sitting() {
    const stands = { version: 0, value: null };
    const receipts = new Map();
    let [line, version, last, choices] = [EMPTY, 0, "", 0];
    const strays = [];

    function post({ key, value, version: madeOn }) {
      if (receipts.has(key)) return receipts.get(key);
      const kept = madeOn === stands.version;
      if (kept) Object.assign(stands, { version: stands.version + 1, value });
      receipts.set(key, { kept, version: stands.version });
      return receipts.get(key);
    }
    function choose() {
      const key = `k${++choices}`;
      line = added(line, { key, value: key, version, follows: last, tried: false });
      last = key;
    }
    function send() {
      line = tried(line);
      const [save] = line.saves;
      if (!save) return;
      const receipt = post(save);
      for (let copies = below(5); copies; copies--) strays.push(save);
      if (below(10) < 3) return;
      if (below(10) === 0) choose();
      line = settled(line, save.key, receipt.kept ? receipt.version : null);
      const isShown = last === save.key;
      if (below(10) === 0) choose();
      if (isShown) version = receipt.version;
    }
    function stray() {
      if (strays.length) post(strays.splice(below(strays.length), 1)[0]);
    }

    for (let n = 0; n < 15; n++) [choose, send, send, stray, stray][below(5)]();
    while (line.saves.length) send();
    while (strays.length) stray();
    const refused = [...receipts.values()].filter((receipt) => !receipt.kept).length;
    return refused === 0 && (choices === 0 || stands.value === `k${choices}`);
  }

  return Array.from({ length: runs }, sitting).filter((whole) => !whole).length;
}"""


def test_the_last_choice_stands_whatever_the_line_does(new_page, site):
    page = new_page(base_url=site)
    page.goto("/sign-in/")

    lost = page.evaluate(SITTINGS, 3000)

    assert lost == 0
