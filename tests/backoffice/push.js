// Somebody else's device, who names sales anew so many times a second: arguments are the sales in
// view, all others, how often a second, and for how long.
const [seen, others, often, seconds, done] = arguments;
const id = () => crypto.randomUUID();
const send = async (path, body) => {
  const answer = await fetch(path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  return answer.json();
};
(async () => {
  const signed = await send('/api/backoffice/sign-in', {
    email: 'morgan@harbour.example', password: 'harbour-street', device_id: id(),
  });
  let [sequence, waiting, sent] = [0, Promise.resolve(), 0];
  const made = () => {
    const now = performance.timeOrigin + performance.now();
    const among = sent % 3 ? others : seen;
    const sale_id = among[Math.floor(sent / 3) % among.length];
    sent += 1;
    const name = sent % 3 === 1 ? `Live ${now}` : `Elsewhere ${sent}`;
    const mutation = {
      sequence: ++sequence, mutation_id: id(), at_ms: Math.round(now),
      employee_id: signed.employee.id, seen: 0, change: { 'sale.name.1': { sale_id, name } },
    };
    waiting = waiting.then(() => send('/api/backoffice/push', {
      protocol: 1, build: 'bench', epoch: '0', unsent: 1, mutations: [mutation],
    }));
  };
  const timer = setInterval(made, 1000 / often);
  setTimeout(async () => {
    clearInterval(timer);
    await waiting;
    done(sent);
  }, seconds * 1000);
})();
