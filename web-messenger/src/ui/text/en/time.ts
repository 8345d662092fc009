const counted = (one: string, many: string) => (count: number) => `${count} ${count === 1 ? one : many}`;

export const units = {
  days: counted("day", "days"),
  hours: counted("hour", "hours"),
  minutes: counted("minute", "minutes"),
  seconds: counted("second", "seconds"),
  d: (count: number) => `${count} d`,
  h: (count: number) => `${count} h`,
  min: (count: number) => `${count} min`,
  s: (count: number) => `${count} s`,
};

export const days = {
  today: "Today",
  yesterday: "Yesterday",
};

export const policy = {
  disappears: (life: string) => `Disappears ${life} after sending.`,
  burns: (life: string) => `Burns ${life} after it is read.`,
  chip: (life: string, burn: string) => `${life}, burns after ${burn}`,
  byDefault: (life: string) => `Messages disappear ${life} after they are sent, from every device and from the server.`,
  youMayChoose: (least: string, most: string) => `You may choose another life for a message, from ${least} to ${most}.`,
  fixed: "Your organisation has set this for everyone; it can’t be changed for a single message.",
  noBurn: "Burning messages after they are read is not offered in this network.",
  burnsByDefault: (life: string) => `A message also burns ${life} after it is read.`,
  mayBurn: (most: string) => `You may have a message burn after it is read, within at most ${most}.`,
};
