// What is answered about a field: one code for each question of the exercise. The first question
// leads; the options of the others may go with some of its options only.

function noAnswer(questions) {
  return Object.fromEntries(questions.map((one) => [one.id, null]));
}

function answerOf(ctx, item) {
  return itemAnswer(ctx, item) ?? noAnswer(ctx.page.task.questions);
}

function isDone(answer) {
  return Object.values(answer).every((code) => code !== null);
}

function leadOf({ questions }, answer) {
  return answer[questions[0].id];
}

function fittingOptions(question, lead) {
  return question.options.filter(
    ({ goes_with: classes }) => !classes.length || classes.includes(lead),
  );
}

function isDependent(question) {
  return question.options.some((option) => option.goes_with.length);
}

// A new leading answer takes along what still fits it; where only one answer fits, it stands.
function answered(task, before, id, code) {
  const answer = { ...before, [id]: code };
  const [first, ...others] = task.questions;
  if (id !== first.id) return answer;
  for (const question of others.filter(isDependent)) {
    const codes = fittingOptions(question, code).map((option) => option.code);
    if (codes.length === 1) answer[question.id] = codes[0];
    else if (!codes.includes(answer[question.id])) answer[question.id] = null;
  }
  return answer;
}

function choose(ctx, field, question, code) {
  const before = answerOf(ctx, field.key);
  if (before[question.id] === code) return;
  saveItem(ctx, field.key, answered(ctx.page.task, before, question.id, code));
}
