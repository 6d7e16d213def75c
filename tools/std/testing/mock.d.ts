/** One recorded call of a spy. */
export interface SpyCall {
  args: unknown[];
  returned?: unknown;
  error?: Error;
}
export interface MethodSpy {
  readonly calls: SpyCall[];
  readonly restored: boolean;
  restore(): void;
  [Symbol.dispose](): void;
}
export declare function spy<Self, Prop extends keyof Self>(self: Self, property: Prop): MethodSpy;
export declare function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
  func: Self[Prop],
): MethodSpy;
