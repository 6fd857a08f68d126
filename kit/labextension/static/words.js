// The few words of the shell around a lesson.
const WORDS = {
  zh: {
    course: "课程",
    done: "已完成",
    failed: "本课没有完全打开。请点“重新运行”；若仍不行，点“显示代码”可看原因。",
    hideCode: "隐藏代码",
    home: "课程首页",
    minutes: (count) => `约 ${count} 分钟`,
    preparing: "正在打开本课，第一次约需半分钟……",
    reached: (done, of) => `进行中 ${done} / ${of}`,
    rerun: "重新运行",
    rerunHelp: "重新启动并运行本课；已保存的作答不会丢失",
    score: (value) => `${value} 分`,
    showCode: "显示代码",
  },
  en: {
    course: "Course",
    done: "done",
    failed: "This lesson did not open completely. Choose “Run again”; if that does not help, “Show code” shows the reason.",
    hideCode: "Hide code",
    home: "Course home",
    minutes: (count) => `about ${count} min`,
    preparing: "Opening the lesson; the first time takes about half a minute …",
    reached: (done, of) => `${done} of ${of} passed`,
    rerun: "Run again",
    rerunHelp: "Restart and run this lesson; saved answers are kept",
    score: (value) => `${value} points`,
    showCode: "Show code",
  },
};

export function words(language) {
  return WORDS[language] ?? WORDS.en;
}
