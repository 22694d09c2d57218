/** The package has no types of its own; these are the parts of its Emscripten module that are used. */
declare module "@echogarden/pffft-wasm/simd" {
  interface PffftModule {
    /** The whole memory; replaced when it grows. */
    readonly HEAPF32: Float32Array;
    /** `kind`: 0 real, 1 complex. Answers 0 for a size it cannot do. */
    readonly _pffft_new_setup: (size: number, kind: number) => number;
    readonly _pffft_destroy_setup: (setup: number) => void;
    /** `direction`: 0 forward, 1 backward. */
    readonly _pffft_transform_ordered: (
      setup: number,
      input: number,
      output: number,
      work: number,
      direction: number,
    ) => void;
    readonly _pffft_aligned_malloc: (bytes: number) => number;
    readonly _pffft_aligned_free: (pointer: number) => void;
  }
  export default function load(): Promise<PffftModule>;
}
