// Questions to the kernel while somebody looks around. Each kind of question has a lane of its own
// with one question on its way; of those that follow meanwhile only the newest is asked.

const INV_PATIENCE = 20000; // milliseconds after which a lane is free again

function invAsker(ctx) {
  const lanes = new Map();
  let number = 0;

  function fly(lane, { message, react }) {
    number += 1;
    Object.assign(lane, { flying: number, react, since: Date.now(), waiting: null });
    ctx.send({ type: "ask_desk", ask: number, ...message });
  }

  function ask(name, message, react) {
    if (!lanes.has(name)) lanes.set(name, { flying: null, waiting: null });
    const lane = lanes.get(name);
    const lost = lane.flying && Date.now() - lane.since > INV_PATIENCE;
    if (lane.flying && !lost) lane.waiting = { message, react };
    else fly(lane, { message, react });
  }

  function told({ ask: answered, data, error }) {
    const lane = [...lanes.values()].find((one) => one.flying === answered);
    if (!lane) return;
    lane.flying = null;
    if (lane.waiting) fly(lane, lane.waiting);
    else lane.react(data, error);
  }

  return { ask, told };
}
