export type MarkdownNames = {
  /** What a mention says; undefined: nobody this person may see. */
  nameOf: (id: string) => string | undefined;
  /** The reader, whose own mentions stand out. */
  me: string;
  /** A mention leads to the person's page. */
  opensPeople: boolean;
  /** Words of the interface: the button of a code block, a mention without a name. */
  labels: { copy: string; code: string; somebody: string; edited: string };
};

/** Text that Markdown would leave as it is needs no Markdown: most of what people write to each other. */
export const isPlain = (body: string) =>
  !/[*_`~#>|[\]<\\&]|\w\.\w|:\/\/|@|^ {0,3}(?:[-+=]|\d+[.)])| {2}$/m.test(body);
