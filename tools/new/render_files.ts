import type { Draft } from "./draft.ts";
import { renderObserved } from "./templates/observed.ts";
import { renderHints, renderLessonJson, renderReadme } from "./templates/pages.ts";
import { renderSheet } from "./templates/sheet.ts";
import { renderSolution, renderStub } from "./templates/subjects.ts";
import { renderTests } from "./templates/tests.ts";
import { renderRight, renderWrong } from "./templates/variants.ts";

/** Renders all files of a new lesson: text by path. */
export function renderFiles(draft: Draft): Map<string, string> {
  const { folder } = draft;
  return new Map([
    [`tests/${folder}_test.ts`, renderTests(draft)],
    [`tests/stubs/${folder}.ts`, renderStub(draft)],
    [`tests/wrong/${folder}/first_mistake.ts`, renderWrong(draft)],
    [`tests/right/${folder}/second_style.ts`, renderRight(draft)],
    [`tests/right/${folder}/third_style.ts`, renderRight(draft)],
    [`tests/observed/${folder}.ts`, renderObserved(draft)],
    [`solutions/${folder}/mod.ts`, renderSolution(draft)],
    [`lessons/${folder}/lesson.json`, renderLessonJson(draft)],
    [`lessons/${folder}/README.md`, renderReadme(draft)],
    [`lessons/${folder}/mod.ts`, renderStub(draft)],
    [`lessons/${folder}/hints.md`, renderHints(draft)],
    [`lessons/${folder}/cheatsheet.md`, renderSheet(draft)],
  ]);
}

/** Lists what is put into place, as files or whole folders; the folder that makes it a lesson comes last. */
export function listPieces({ folder }: Draft): string[] {
  return [
    `tests/${folder}_test.ts`,
    `tests/stubs/${folder}.ts`,
    `tests/wrong/${folder}`,
    `tests/right/${folder}`,
    `tests/observed/${folder}.ts`,
    `solutions/${folder}`,
    `lessons/${folder}`,
  ];
}
