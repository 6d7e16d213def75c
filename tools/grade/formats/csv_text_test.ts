import { assertEquals } from "@std/assert";
import { parseCsv, quoteCell, renderCsvText } from "./csv_text.ts";

function read(text: string) {
  const csv = parseCsv(text);
  if ("problem" in csv) throw new Error(csv.problem);
  return csv;
}

Deno.test("parseCsv() reads quotes, separators and line ends within quotes, and empty cells", () => {
  const rows = read('a,"b,""c""",\r\n,"d\r\ne",f\r\n').rows;
  assertEquals(rows.map((row) => row.cells.map((cell) => cell.value)), [["a", 'b,"c"', ""], [
    "",
    "d\r\ne",
    "f",
  ]]);
});

for (
  const text of [
    'a,"b"\r\n"c",d\r\n',
    "a,b\nc,",
    "\ufeffa;b\n",
    "a,,\r\n\r\n,\r\n",
    "",
    "a",
    "a\r\nb\nc",
    'x,"a""b\n"\n',
  ]
) {
  Deno.test(`renderCsvText() gives back every byte of ${JSON.stringify(text)}`, () => {
    assertEquals(renderCsvText(read(text)), text);
  });
}

Deno.test("parseCsv() names the line when quotes are broken", () => {
  assertEquals(parseCsv('a,b\nc,"d\ne'), { problem: "line 2 is no row of a CSV file" });
  assertEquals(parseCsv('a,b\nc"d,e\n'), { problem: "line 2 is no row of a CSV file" });
});

Deno.test("quoteCell() quotes only where it must", () => {
  assertEquals(["a b", "a,b", 'a"b', "=1", "-1", "a=b", ""].map(quoteCell), [
    "a b",
    '"a,b"',
    '"a""b"',
    `"'=1"`,
    `"'-1"`,
    "a=b",
    "",
  ]);
});
