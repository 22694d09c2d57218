/**
 * The a and b with which 1/(1 + exp(−(a·x + b))) is the most likely probability of the labels: logistic regression on one
 * variable by Newton's method, each label with its weight, with Platt's target values, (n₁ + 1)/(n₁ + 2) and 1/(n₀ + 2), against overconfidence.
 * Source: H.-T. Lin, C.-J. Lin, R. C. Weng, A note on Platt's probabilistic outputs for support vector machines, 2007.
 */
export function fitPlatt(
  scores: Float32Array,
  labels: Float32Array,
  weights: Float32Array = new Float32Array(labels.length).fill(1),
): { a: number; b: number } {
  const all = weights.reduce((sum, w) => sum + w, 0);
  const positive = labels.reduce((sum, y, i) => sum + y * (weights[i] ?? 0), 0);
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (all - positive + 2);
  let a = 0;
  let b = Math.log((positive + 1) / (all - positive + 1));
  for (let iteration = 0; iteration < 100; iteration++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 1e-9, 0, 1e-9];
    scores.forEach((x, i) => {
      const p = 1 / (1 + Math.exp(-(a * x + b)));
      const w = weights[i] ?? 0;
      const error = w * (p - ((labels[i] ?? 0) > 0.5 ? high : low));
      const weight = w * p * (1 - p);
      ga += error * x;
      gb += error;
      haa += weight * x * x;
      hab += weight * x;
      hbb += weight;
    });
    const determinant = haa * hbb - hab * hab;
    // No step moves a or b by more than 1: Newton's method can overshoot here.
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    const shorter = Math.min(1, 1 / Math.max(Math.abs(da), Math.abs(db), 1e-12));
    a -= shorter * da;
    b -= shorter * db;
    if (Math.abs(da) + Math.abs(db) < 1e-10) break;
  }
  return { a, b };
}
